# SPDX-License-Identifier: Apache-2.0
"""jinja2_driver.py WORKLOAD: Jinja2's side of bench/jinja, command for command as driver.cpp."""

import ctypes
import json
import sys
import time

import jinja2


class Workload:
    def __init__(self, description):
        self.templates = description["templates"]
        self.main = description["main"]
        self.context = description["context"]
        self.description = description

    def make_environment(self):
        strict = self.description["strict"]
        environment = jinja2.Environment(
            loader=jinja2.DictLoader(self.templates),
            undefined=jinja2.StrictUndefined if strict else jinja2.Undefined,
            cache_size=-1,
        )
        for name, result in self.description["functions"].items():
            environment.globals[name] = lambda *_, result=result, **__: result
        for name, table in self.description["filters"].items():
            environment.filters[name] = lambda value, *_, table=table: table.get(value, value)
        return environment

    def compile(self, environment):
        for name in self.templates:
            environment.get_template(name)

    def pages(self, environment):
        return [environment.get_template(name) for name in self.main]

    def render(self, pages):
        for page in pages:
            page.render(self.context)


def repeat(budget, once):
    best, turns, begin = 1e9, 0, time.perf_counter()
    while turns < 3 or time.perf_counter() - begin < budget:
        best = min(best, once())
        turns += 1
    return f"{best} {turns}"


def timed(action, *arguments):
    processor, wall = time.process_time(), time.perf_counter()
    action(*arguments)
    return min(time.perf_counter() - wall, time.process_time() - processor)


def run(workload, command, budget):
    def both(environment):
        workload.compile(environment)
        workload.render(workload.pages(environment))

    if command == "create":
        return repeat(budget, lambda: timed(workload.make_environment))
    if command == "compile":
        return repeat(budget, lambda: timed(workload.compile, workload.make_environment()))
    if command == "both":
        return repeat(budget, lambda: timed(both, workload.make_environment()))
    pages = workload.pages(workload.make_environment())
    if command == "render":
        return repeat(budget, lambda: timed(workload.render, pages))
    if command == "allocations":
        try:
            count = ctypes.CDLL(None).bench_allocations
        except AttributeError:
            return "0"
        count.restype = ctypes.c_ulong
        workload.render(pages)
        before = count()
        workload.render(pages)
        return str(count() - before)
    return json.dumps({page.name: page.render(workload.context) for page in pages})


def peak_memory():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return line.split()[1]
    return "0"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        workload = Workload(json.load(file))
    for line in sys.stdin:
        command, budget = line.split()
        if command == "memory":
            workload.render(workload.pages(workload.make_environment()))
        answer = peak_memory() if command == "memory" else run(workload, command, float(budget))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
