"""The parts that pages are built of: plain functions that return safe HTML, used by the template tags and by Python.

    marks     tag, badge, key_figure, fact, time_of, live_mark
    buttons   button (also grey, with its reason), link_button, copy_link
    blocks    notice, empty_state, confirm, panel
    lists     breadcrumbs, segments, pagination, sort_header, timeline
    forms     field, error_summary

Everything is shown on the page /komponenter and described in docs/ui.md.
"""
