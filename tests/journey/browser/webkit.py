"""A window around WebKitGTK that a driver steers and that keeps what it stores in a folder.

WebKitGTK's own MiniBrowser forgets everything when a driver steers it.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 (the versions come first)


def main(folder):
    manager = WebKit2.WebsiteDataManager(
        base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache"
    )
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
    context.set_automation_allowed(True)

    def new_view(_session):
        window = Gtk.Window()
        view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
        window.add(view)
        window.show_all()
        return view

    def started(_context, session):
        session.connect("create-web-view", new_view)

    context.connect("automation-started", started)
    Gtk.main()


main(sys.argv[1])
