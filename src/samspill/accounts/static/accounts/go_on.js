// The form goes on by itself; without this file the person presses the button.
document.querySelector("form[data-go-on]")?.requestSubmit();
