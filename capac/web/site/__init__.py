"""The public pages: start, explain a month, components, accessibility."""
