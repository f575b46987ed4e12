#!/usr/bin/env python3
"""What comes in, tried by packets: every (source, port) pair against what dist/hosts/ says.

packets.py --counts FILE DIST_HOSTS MACHINE...  tries, prints what differs and counts into FILE; exit code 1 if anything differs
packets.py listen PORT...  answers on TCP ports
packets.py dial            reads `protocol address port` lines, prints each with `open` or `shut`
"""
import ipaddress
import json
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

INTERNET = 'uyr-internet'
STRANGER = '203.0.113.7'
# Of each machine its pods and its public addresses, as machines.sh and pod.sh give them.
PODS = {'core-prod': '10.42.0', 'ai-lab': '10.42.1', 'attic': '10.42.2'}
PUBLIC = {
    'core-prod': ('192.0.2.10', '2001:db8:0:10::10'),
    'ai-lab': ('198.51.100.20', '2001:db8:0:20::20'),
    'attic': ('203.0.113.30', '2001:db8:0:30::30'),
}
# Listed or not, whatever somebody may look for: SSH, the web, mail, the API, kubelet and its neighbours, node ports, pages of metrics.
TCP = [22, 25, 80, 143, 443, 465, 587, 993, 995, 6060, 6443, 8080, 8443, 9100, 9180, 10250, 10256, 12345, 30080, 31080, 32000]
UDP = [8472]


def listen(ports):
    import threading
    for port in ports:
        listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(('::', port))
        except OSError:
            continue
        listener.listen(64)
        threading.Thread(target=lambda one=listener: [one.accept()[0].close() for _ in iter(int, 1)]).start()


def dial(line):
    protocol, address, port = line.split()
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    kind = socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM
    with socket.socket(family, kind) as one:
        one.settimeout(2)
        try:
            one.connect((address, int(port)))
            if protocol == 'udp':
                one.send(b'?')
                one.recv(16)
            return f'{line} open'
        except OSError:
            return f'{line} shut'


def dials(namespace, targets):
    lines = '\n'.join(f'{protocol} {address} {port}' for protocol, address, port in targets)
    command = ['ip', 'netns', 'exec', namespace, sys.executable, os.path.abspath(__file__), 'dial']
    out = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    return {tuple(line.split()[:3]): line.split()[3] == 'open' for line in out.splitlines()}


def contract(path):
    """The firewall of a machine's file, whose form synth writes: no parser of YAML need be there."""
    text = open(path).read()
    section = text[text.index('\nfirewall:\n') + 1:text.index('\nk3s:\n')]
    public, private = section.split('  private:\n')
    nodeports = re.search(r'  nodeports:\n    first: (\d+)\n    last: (\d+)\n    address: (\S+)\n    from:\n      - (\S+)\n', private)
    entries = lambda part: re.split(r'^    - (?=port)', part, flags=re.M)[1:]
    field = lambda entry, name: re.search(rf'^\s*{name}: (.*)$', entry, re.M)[1]
    door = lambda entry: (field(entry, 'protocol'), int(field(entry, 'port')))
    return {
        'public': {door(entry) for entry in entries(public)},
        'private': [(*door(entry), field(entry, 'address'), re.findall(r'^\s+- (\d\S*/\d+)$', entry, re.M)) for entry in entries(private.split('  nodeports:')[0])],
        'nodeports': nodeports and (int(nodeports[1]), int(nodeports[2]), nodeports[3], nodeports[4]),
        'mesh': re.search(r'^  address: (\S+)/', text, re.M)[1],
    }


def allowed(machine, source, target):
    protocol, address, port = target
    if (protocol, port) in machine['public']:
        return True
    if machine['nodeports'] and protocol == 'tcp':
        first, last, at, range_ = machine['nodeports']
        if first <= port <= last and address == at and ipaddress.ip_address(source) in ipaddress.ip_network(range_):
            return True
    return any(
        (protocol, port, address) == door[:3] and any(ipaddress.ip_address(source) in ipaddress.ip_network(range_) for range_ in door[3])
        for door in machine['private'])


def sources_of(name, known):
    """Whoever may knock at a machine: a namespace, the address that a packet bears where no translation hides it, and where he knocks."""
    pod, mesh, public = PODS[name], known[name]['mesh'], PUBLIC[name]
    sources = {
        'internet': (INTERNET, STRANGER, [*public, mesh, f'{pod}.1']),
        'a pod of its own': (f'uyr-pod-{name}', f'{pod}.5', [public[0], mesh, f'{pod}.1']),
    }
    for other in known:
        if other != name:
            sources[other] = (f'uyr-{other}', known[other]['mesh'], [*public, mesh])
            sources[f'a pod of {other}'] = (f'uyr-pod-{other}', known[other]['mesh'], [public[0], mesh])
    if name == 'core-prod':
        sources['a container'] = ('uyr-container', '172.22.1.77', [public[0], mesh, '172.22.1.1'])
    return sources


def judged(name, machine, source, address, target):
    """Whether the contract lets it in. Inner addresses are shut to the internet, and only inside does a packet bear an inner one."""
    inner = target[1] in (machine['mesh'], f'{PODS[name]}.1')
    if source == 'internet' and inner:
        return False
    unhidden = inner or source in ('a pod of its own', 'a container')
    return allowed(machine, address if unhidden else STRANGER, target)


def knock(name, known, counts):
    machine, pod = known[name], PODS[name]
    addresses = [*PUBLIC[name], machine['mesh'], f'{pod}.1'] + (['172.22.1.1'] if name == 'core-prod' else [])
    targets = [(kind, address, port) for kind, ports in (('tcp', TCP), ('udp', UDP)) for address in addresses for port in ports]
    live = dials(f'uyr-{name}', [(kind, at, port) for at in ('127.0.0.1', machine['mesh']) for kind, _, port in targets])
    for source, (namespace, address, reach) in sources_of(name, known).items():
        wanted = [target for target in targets if target[1] in reach and port_is_live(live, machine, target)]
        seen = dials(namespace, wanted)
        for target in wanted:
            expected, got = judged(name, machine, source, address, target), seen[tuple(map(str, target))]
            counts.add(source, target[1], expected)
            if got != expected:
                counts.wrong.append(f'{source} -> {name} {" ".join(map(str, target))}: {word(got)}, and should be {word(expected)}')
    # Whom nobody translates: a pod, from the internet, by its own address.
    counts.add('internet', f'{pod}.5', False)
    if any(dials(INTERNET, [('tcp', f'{pod}.5', 8000)]).values()):
        counts.wrong.append(f'internet -> a pod of {name}: open, and should be shut')


def word(is_open):
    return 'open' if is_open else 'shut'


class Counts:
    def __init__(self):
        self.by, self.wrong = {}, []

    def add(self, source, address, expected):
        own = self.by.setdefault(source, {}).setdefault('IPv6' if ':' in address else 'IPv4', {'open': 0, 'shut': 0})
        own[word(expected)] += 1

    def sum(self, which):
        return sum(family[which] for families in self.by.values() for family in families.values())


def main(file, folder, names):
    known = {name: contract(f'{folder}/{name}.yaml') for name in names}
    for name in names:
        # As a neighbour of the machine would: inner addresses by its public side.
        for inner in (known[name]['mesh'] + '/32', PODS[name] + '.0/24'):
            subprocess.run(['ip', '-n', INTERNET, 'route', 'replace', inner, 'via', PUBLIC[name][0]], check=True)
    counts = Counts()
    for name in names:
        knock(name, known, counts)
    for line in counts.wrong:
        print(line)
    opened, shut = counts.sum('open'), counts.sum('shut')
    print(f'packets: {opened + shut} tries, {opened} open and {shut} shut as computed, {len(counts.wrong)} otherwise')
    with open(file, 'w') as out:
        json.dump({'tries': opened + shut, 'open': opened, 'shut': shut, 'otherwise': len(counts.wrong), 'by': counts.by}, out)
    return 1 if counts.wrong else 0


def port_is_live(live, machine, target):
    kind, _, port = target
    # A node port is translated, and answers from outside alone.
    return port == 31080 or live[(kind, '127.0.0.1', str(port))] or live[(kind, machine['mesh'], str(port))]


if __name__ == '__main__':
    if sys.argv[1:2] == ['listen']:
        listen([int(port) for port in sys.argv[2:]])
    elif sys.argv[1:2] == ['dial']:
        with ThreadPoolExecutor(64) as pool:
            print('\n'.join(pool.map(dial, sys.stdin.read().splitlines())))
    else:
        sys.exit(main(sys.argv[2], sys.argv[3], sys.argv[4:]))
