"""User representatives' and GPs' terms, training, support and fees."""
