# SPDX-License-Identifier: GPL-3.0-or-later
"""What drivers of the window share: finding and reading as a screen reader does (AT-SPI), acting
as a person does (the pointer and keys, by xdotool).

Names are those a blind user would hear; nothing else of the program is known here. Where the tools
are missing the driver says which and ends with 77, a skipped test.
"""

import collections
import os
import re
import shutil
import subprocess
import sys
import time

try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, Gio, GLib
except (ImportError, ValueError):
    print('There is no gir1.2-atspi-2.0: build-aux/packages-check.txt has it.')
    sys.exit(77)
if not shutil.which('xdotool') or not shutil.which('xprop'):
    print('There is no xdotool or xprop: build-aux/packages-check.txt has them.')
    sys.exit(77)

PATIENCE = 120
DRAG_STEPS = 12
WALK_PAUSE = 2  # seconds, at least, between two walks through everything


def shell(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


# Of the program, as it is listed: where it is in what it is part of, and how many it has itself.
Part = collections.namedtuple('Part', 'name parent index n_parts')


def reach_bus():
    """The bus that screen readers listen to."""
    address = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1, None)
    return Gio.DBusConnection.new_for_address_sync(
        address.unpack()[0], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


class Driver:
    told = None  # to have the focus

    def __init__(self, program, *arguments):
        # A critical warning of the program ends it, and with it the test.
        environment = dict(os.environ, G_DEBUG='fatal-criticals')
        self.process = subprocess.Popen([program, *arguments], env=environment)
        self.clicks = 0
        self.attach()

    def attach(self):
        self.listener = Atspi.EventListener.new(self.on_focus)
        self.listener.register('object:state-changed:focused')
        self.bus = reach_bus()
        self.application = self.wait('the application', self.find_application)
        self.known = {self.application.path: self.application}  # by path
        self.walked = time.time()

    def wait(self, what, look, patience=PATIENCE):
        """Rests as long as it looks: every look makes the program work, too."""
        end = time.time() + patience
        while (begin := time.time()) < end:
            if self.process.poll() is not None:
                sys.exit(f'The program ended with {self.process.returncode}, waiting for {what}.')
            found = look()
            if found:
                return found
            time.sleep(max(0.1, min(time.time() - begin, 1)))
        sys.exit(f'Waited {patience} s in vain for {what}. Focus: {self.has_focus()}. Heard: {self.hear()}')

    # Finding and reading

    def is_ours(self, application):
        return application.get_process_id() == self.process.pid

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and self.is_ours(child) and child.get_child_count():
                return child
        return None

    def walk(self, node=None):
        """Whatever goes away on the way is passed over: wait() sees when the program itself does."""
        node = node or self.application
        yield node
        try:
            children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
        except GLib.GError:
            return
        for child in children:
            if child:
                yield from self.walk(child)

    def names(self):
        for node in self.walk():
            try:
                if node.get_name():
                    yield node
            except GLib.GError:
                continue  # it went away meanwhile

    def hear(self):
        """What is on the screen and has a name of its own, not that of a part of the toolkit."""
        heard = []
        for node in self.names():
            try:
                name = node.get_name()
                if name and not re.match('(Gtk|Adw)[A-Z]', name):
                    heard.append(f'{node.get_role_name()}: {name}')
            except GLib.GError:
                continue
        return heard[:100]

    def listed(self):
        """All the program told of and still has, by path. One question for all of it, where a walk
        asks two for each; but parts it was never asked about are not among it."""
        items = self.bus.call_sync(self.application.app.bus_name, '/org/a11y/atspi/cache',
                                   'org.a11y.atspi.Cache', 'GetItems', None, None, 0, -1, None)
        return {item[0][1]: Part(item[6], item[2][1], item[3], item[4])
                for item in items.unpack()[0]}

    def reach(self, path, listed):
        """By way of what is around it; None where that is not known either."""
        if path in self.known or path not in listed:
            return self.known.get(path)
        parent = self.reach(listed[path].parent, listed)
        if parent:
            self.learn(parent)
        return self.known.get(path)

    def learn(self, parent):
        """What is in it; those of them that are new."""
        children = [parent.get_child_at_index(i) for i in range(parent.get_child_count())]
        new = [child for child in children if child and child.path not in self.known]
        self.known.update((child.path, child) for child in new)
        return new

    def grow(self, listed):
        """Asks about what has more parts than are listed, and now and then about everything, for
        what took the place of something else; whether there was anything new."""
        n_listed = collections.Counter(part.parent for part in listed.values())
        more = [path for path, part in listed.items() if part.n_parts > n_listed[path]]
        found = []
        for path in [self.application.path] + more:
            node = self.reach(path, listed)
            if node:
                found += [part for new in self.learn(node) for part in self.walk(new)]
        if not found and time.time() - self.walked > WALK_PAUSE:
            found = [node for node in self.walk() if node.path not in self.known]
            self.walked = time.time()
        self.known.update((node.path, node) for node in found)
        return bool(found)

    def find(self, pattern, role=None, suits=lambda node: True):
        """The first in the order of the window."""
        def place(path):
            places = []
            while path in listed and path != self.application.path:
                places.append(listed[path].index)
                path = listed[path].parent
            return places[::-1] if path == self.application.path else None

        def is_it(node):
            try:
                return role in (None, node.get_role_name()) and suits(node)
            except GLib.GError:
                return False  # it went away meanwhile
        try:
            listed = self.listed()
            places = {path: place(path) for path, part in listed.items()
                      if re.search(pattern, part.name)}
            # What the window has no more may be listed for a while.
            for path in sorted(filter(places.get, places), key=places.get):
                node = self.reach(path, listed)
                if node and is_it(node):
                    return node
            return self.find(pattern, role, suits) if self.grow(listed) else None
        except GLib.GError:
            return None  # something went away meanwhile

    def find_shown(self, pattern, role=None):
        """What has room on the screen: pages that are not shown are named, too."""
        return self.find(pattern, role, self.has_room)

    @staticmethod
    def has_room(node):
        return node.get_extents(Atspi.CoordType.WINDOW).width > 1

    def hears(self, pattern, role=None, patience=PATIENCE):
        node = self.wait(pattern, lambda: self.find(pattern, role), patience)
        print(f'hears: {node.get_name()}', flush=True)
        return node

    def states(self, *wanted):
        """The nodes that have all of these states, in the order they are heard."""
        for node in self.walk():
            try:
                states = node.get_state_set()
                if all(states.contains(state) for state in wanted):
                    yield node
            except GLib.GError:
                continue

    def has_focus(self):
        """What a screen reader would say the focus is on."""
        try:
            found = self.hear_focus()
            if not found:
                found = next(filter(self.is_focused, self.states(Atspi.StateType.FOCUSED)), None)
            # The part of a drop-down that has the focus is named by what is around it.
            while found and not found.get_name() and found.get_parent():
                found = found.get_parent()
            return found.get_name() if found else ''
        except GLib.GError:
            return ''

    def hear_focus(self):
        """What the program told of last, as long as it is so; to look for it takes much longer."""
        while GLib.MainContext.default().iteration(False):
            pass
        try:
            return self.told if self.told and self.is_focused(self.told) else None
        except GLib.GError:
            return None

    def on_focus(self, event):
        if event.detail1:
            self.told = event.source

    def is_focused(self, node):
        """As the program says now: what is remembered of it may be older."""
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)

    def is_selected(self, pattern, role):
        for node in self.states(Atspi.StateType.SELECTED):
            try:
                if node.get_role_name() == role and re.search(pattern, node.get_name()):
                    return True
            except GLib.GError:
                continue
        return False

    def can_press(self, pattern):
        def look():
            node = self.find(pattern, 'push button')
            if node and node.get_state_set().contains(Atspi.StateType.SENSITIVE):
                return node
            return None
        return self.wait(f'{pattern} to be pressed', look)

    # Windows

    def search(self, name):
        found = shell('xdotool', 'search', '--all', '--pid', str(self.process.pid),
                      '--onlyvisible', '--name', name).split()
        return found[-1] if found else None

    def window(self):
        return self.wait('the window', lambda: self.search('.'))

    def focus(self):
        shell('xdotool', 'windowfocus', '--sync', self.window())
        time.sleep(0.5)

    def place(self, node):
        top = node
        while top.get_role_name() not in ('frame', 'dialog', 'window'):
            top = top.get_parent()
        name = '^' + re.escape(top.get_name()) + '$'
        window = self.search(name)
        geometry = dict(line.split('=') for line in
                        shell('xdotool', 'getwindowgeometry', '--shell', window).split())
        inner = node.get_extents(Atspi.CoordType.WINDOW)
        outer = top.get_extents(Atspi.CoordType.WINDOW)
        frame = re.search(r'= (.*)', shell('xprop', '-id', window, '_GTK_FRAME_EXTENTS'))
        if frame:
            left, _, above, _ = map(int, frame.group(1).split(','))
        else:
            left = (int(geometry['WIDTH']) - outer.width) // 2
            above = (int(geometry['HEIGHT']) - outer.height) // 2
        return (int(geometry['X']) + left + inner.x + inner.width // 2,
                int(geometry['Y']) + above + inner.y + inner.height // 2, window)

    # Acting

    def click(self, pattern, role=None):
        node = self.wait(pattern, lambda: self.find_shown(pattern, role))
        name = node.get_name()
        x, y, window = self.place(node)
        shell('xdotool', 'windowfocus', window)
        # As a hand does: the pointer arrives before the button goes down.
        shell('xdotool', 'mousemove', str(x - 3), str(y))
        time.sleep(0.15)
        shell('xdotool', 'mousemove', str(x), str(y))
        time.sleep(0.15)
        shell('xdotool', 'click', '1')
        self.clicks += 1
        print(f'click {self.clicks}: {name}', flush=True)

    def middle(self, node):
        return self.place(node)[:2]

    def drag(self, begin, end):
        """As a hand does: by way of the places between, and resting at the end."""
        (x1, y1), (x2, y2) = begin, end
        shell('xdotool', 'mousemove', str(x1), str(y1))
        time.sleep(0.2)
        shell('xdotool', 'mousedown', '1')
        for i in range(1, DRAG_STEPS + 1):
            time.sleep(0.04)
            shell('xdotool', 'mousemove', str(x1 + (x2 - x1) * i // DRAG_STEPS),
                  str(y1 + (y2 - y1) * i // DRAG_STEPS))
        time.sleep(0.4)
        shell('xdotool', 'mouseup', '1')

    def type(self, text):
        shell('xdotool', 'type', '--delay', '30', text)

    def press(self, *keys):
        shell('xdotool', 'key', '--delay', '30', *keys)

    def tab_to(self, pattern, most=80, key='Tab'):
        heard = []
        for _ in range(most):
            now = self.has_focus()
            if re.search(pattern, now):
                print(f'focus: {now}', flush=True)
                return
            heard.append(now)
            self.press(key)
            time.sleep(0.08)
        sys.exit(f'{key} never came to {pattern}. Heard: {heard}')

    def choose(self, title, path):
        """In the file chooser that is called @title: the name is written into its location."""
        window = self.wait('the file chooser', lambda: self.search(title))
        shell('xdotool', 'windowfocus', '--sync', window)
        time.sleep(0.7)
        self.press('ctrl+l')
        entry = self.wait('the location', self.location, 10)
        Atspi.EditableText.set_text_contents(entry, str(path))
        time.sleep(0.4)
        self.press('Return')
        self.wait('the file chooser to close', lambda: not self.search(title), 20)
        shell('xdotool', 'windowfocus', '--sync', self.window())

    def location(self):
        """What can be written into, of the window that has the focus."""
        for node in self.states(Atspi.StateType.EDITABLE, Atspi.StateType.FOCUSED):
            if node.get_role_name() == 'text':
                return node
        return None

    def open_file(self, path):
        """By the window's own key."""
        self.press('ctrl+i')
        self.choose('^Choose a file', path)

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def begin(program):
    driver = Driver(program)
    driver.hears('What do you want to know')
    driver.focus()
    return driver
