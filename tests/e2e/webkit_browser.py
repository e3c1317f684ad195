#!/usr/bin/python3
"""A WebKitGTK browser that WebKitWebDriver can drive and whose profile stays on disk, so that it can be
killed in the middle of anything and started again.

    webkit_browser.py FOLDER

FOLDER/control.json is read again and again: what engine_webkit.mjs tells it. FOLDER/heard holds the number of
the last thing that was done. FOLDER/console.log holds what the pages said.

Debian: python3-gi gir1.2-webkit2-4.1 webkit2gtk-driver xvfb
"""

import json
import os
import sys

FOLDER = sys.argv[1]
# What the pages say comes out here, and the driver would throw it away.
log = os.open(os.path.join(FOLDER, "console.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.dup2(log, 1)
os.dup2(log, 2)
with open(os.path.join(FOLDER, "pid"), "w") as file:
    file.write(str(os.getpid()))

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gdk, GLib, Gtk, WebKit2

CLEARED = {
    "indexeddb": WebKit2.WebsiteDataTypes.INDEXEDDB_DATABASES,
    "local_storage": WebKit2.WebsiteDataTypes.LOCAL_STORAGE,
}


def read_control():
    with open(os.path.join(FOLDER, "control.json")) as file:
        return json.load(file)


control = read_control()
Gtk.init([])

# --- Where its data are, and whom it may ask ---

data = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(control["profile"], "data"),
    base_cache_directory=os.path.join(control["profile"], "cache"),
)
data.set_network_proxy_settings(
    WebKit2.NetworkProxyMode.CUSTOM,
    WebKit2.NetworkProxySettings.new(control["proxy"], ["localhost", "127.0.0.1", *control["direct"]]),
)
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_preferred_languages(["fr-FR", "fr"])
context.set_automation_allowed(True)

# --- Where the phone is ---

places = context.get_geolocation_manager()
asked = False


def tell_place():
    place = control["position"]
    if not asked:
        return
    if isinstance(place, dict):
        places.update_position(WebKit2.GeolocationPosition.new(place["lat"], place["lon"], place.get("accuracy", 8)))
    else:
        places.failed("no signal")


def start_places(_):
    global asked
    asked = True
    # Not before the engine has heard that we know.
    GLib.timeout_add(50, tell_place)
    return True


def stop_places(_):
    global asked
    asked = False


def again():
    # A phone says where it is every second; that there is no signal, it says once.
    if isinstance(control["position"], dict):
        tell_place()
    return True


places.connect("start", start_places)
places.connect("stop", stop_places)
GLib.timeout_add_seconds(1, again)


def permission(_, request):
    if isinstance(request, WebKit2.GeolocationPermissionRequest) and control["position"] != "denied":
        request.allow()
    else:
        request.deny()
    return True


def permission_state(_, query):
    state = WebKit2.PermissionState.PROMPT
    if query.get_name() == "geolocation":
        state = WebKit2.PermissionState.DENIED if control["position"] == "denied" else WebKit2.PermissionState.GRANTED
    query.finish(state)
    return True


# --- Downloads: whole, or not there ---


def started(_, download):
    def decide(download, name):
        arriving = os.path.join(FOLDER, "arriving")
        os.makedirs(arriving, exist_ok=True)
        download.set_allow_overwrite(True)
        download.set_destination("file://" + os.path.join(arriving, os.path.basename(name)))
        return True

    def finished(download):
        path = GLib.filename_from_uri(download.get_destination())[0]
        os.replace(path, os.path.join(control["downloads"], os.path.basename(path)))

    download.connect("decide-destination", decide)
    download.connect("finished", finished)
    download.connect("failed", lambda _, problem: print("DOWNLOAD FAILED", problem.message, flush=True))


context.connect("download-started", started)

# --- The pages ---

views = []


def give_scripts(view):
    content = view.get_user_content_manager()
    content.remove_all_scripts()
    for script in control["scripts"]:
        content.add_script(
            WebKit2.UserScript.new(
                script,
                WebKit2.UserContentInjectedFrames.TOP_FRAME,
                WebKit2.UserScriptInjectionTime.START,
                None,
                None,
            )
        )


def show(view):
    window = Gtk.Window()
    window.set_decorated(False)
    window.add(view)
    window.set_default_size(control["width"], control["height"])
    # Nobody manages windows here: the newest is the one that is typed into.
    window.connect("map-event", lambda window, _: window.get_window().focus(Gdk.CURRENT_TIME))
    window.show_all()
    view.grab_focus()
    views.append((view, window))

    def gone(_):
        views[:] = [pair for pair in views if pair[1] is not window]

    window.connect("destroy", gone)
    view.connect("close", lambda _: window.destroy())
    return view


def make_view(like=None):
    settings = WebKit2.Settings()
    settings.set_enable_write_console_messages_to_stdout(True)
    settings.set_enable_developer_extras(True)
    if control.get("userAgent"):
        settings.set_user_agent(control["userAgent"])
    given = {"related_view": like} if like else {"web_context": context}
    view = WebKit2.WebView(
        is_controlled_by_automation=True,
        user_content_manager=WebKit2.UserContentManager(),
        settings=settings,
        **given,
    )
    give_scripts(view)
    view.connect("permission-request", permission)
    view.connect("query-permission-state", permission_state)
    # No window that asks for a printer.
    view.connect("print", lambda *_: True)
    view.connect("create", lambda view, _: make_view(view))
    view.connect("web-process-terminated", lambda _, reason: print("PAGE ENDED", reason, flush=True))
    return show(view)


def automation(_, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("eclaireuse")
    session.set_application_info(info)
    session.connect("create-web-view", lambda _: make_view())


context.connect("automation-started", automation)

# --- What it is told meanwhile ---


def heard(serial):
    path = os.path.join(FOLDER, "heard")
    with open(path + ".new", "w") as file:
        file.write(str(serial))
    os.replace(path + ".new", path)


def print_page(path, done):
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, "file://" + path)
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    paper = Gtk.PageSetup()
    paper.set_paper_size_and_default_margins(Gtk.PaperSize.new("iso_a4"))
    operation = WebKit2.PrintOperation.new(views[-1][0])
    operation.set_print_settings(settings)
    operation.set_page_setup(paper)
    operation.connect("failed", lambda _, problem: print("PRINT FAILED", problem.message, flush=True))

    def finished(operation):
        done()

    operation.connect("finished", finished)
    operation.print_()


def clear(what, done):
    types = WebKit2.WebsiteDataTypes(0)
    for each in what:
        types |= CLEARED[each]
    data.clear(types, 0, None, lambda *_: done())


def dark(yes):
    Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", yes)


def obey(before):
    dark(control["scheme"] == "dark")
    for view, window in views:
        if (before["width"], before["height"]) != (control["width"], control["height"]):
            window.resize(control["width"], control["height"])
        if before["scripts"] != control["scripts"]:
            give_scripts(view)
        if before.get("userAgent") != control.get("userAgent"):
            view.get_settings().set_user_agent(control.get("userAgent"))


def listen():
    global control
    told = read_control()
    if told["serial"] == control["serial"]:
        return True
    before, control = control, told
    obey(before)
    done = lambda: heard(told["serial"])
    command = told.get("command") or {}
    if "measure" in command:
        tell_place()
    if "print" in command:
        print_page(command["print"], done)
    elif "clear" in command:
        clear(command["clear"], done)
    else:
        done()
    return True


dark(control["scheme"] == "dark")
GLib.timeout_add(30, listen)
Gtk.main()
