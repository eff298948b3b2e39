"""Charts as SVG made on the server: they need no script, follow the page's colours, print, and are read aloud.

    control   one series over time, with its lines and what they signal
    ranked    places by value, each with its interval, beside the whole community
    funnel    places by size, with the limits of chance
    tiles     the schematic map, filled by value

Each gives a whole `<svg>` with colours of its own, for files and paper; on a page the style sheet's colours win.
Why not Vega: docs/decisions.
"""
