// SPDX-License-Identifier: Apache-2.0
//
// minijinja-bench WORKLOAD: minijinja's side of bench/jinja, command for command as driver.cpp.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::Instant;

use minijinja::value::{Rest, Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value as Json;

struct Workload {
    templates: Vec<(String, String)>,
    main: Vec<String>,
    context: Value,
    strict: bool,
    functions: Vec<(String, Value)>,
    filters: Vec<(String, BTreeMap<String, Value>)>,
}

fn entries(description: &Json, part: &str) -> Vec<(String, Json)> {
    let object = description[part].as_object().unwrap();
    object.iter().map(|(name, item)| (name.clone(), item.clone())).collect()
}

fn text(json: &Json) -> String {
    json.as_str().unwrap().to_string()
}

/// Of what `"%r"|format(x)` does, what the workload uses.
fn format_filter(pattern: String, arguments: Rest<Value>) -> String {
    let shown = match arguments[0].as_str() {
        Some(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n")),
        None if arguments[0].is_none() => "None".to_string(),
        None => match arguments[0].to_string().as_str() {
            "true" => "True".to_string(),
            "false" => "False".to_string(),
            other => other.to_string(),
        },
    };
    pattern.replacen("%r", &shown, 1)
}

impl Workload {
    fn new(description: &Json) -> Workload {
        Workload {
            templates: entries(description, "templates").iter().map(|(name, body)| (name.clone(), text(body))).collect(),
            main: description["main"].as_array().unwrap().iter().map(text).collect(),
            context: Value::from(Serde(&description["context"])),
            strict: description["strict"].as_bool().unwrap(),
            functions: entries(description, "functions")
                .iter()
                .map(|(name, result)| (name.clone(), Value::from(Serde(result))))
                .collect(),
            filters: entries(description, "filters")
                .iter()
                .map(|(name, table)| {
                    let table = table.as_object().unwrap();
                    (name.clone(), table.iter().map(|(key, item)| (key.clone(), Value::from(Serde(item)))).collect())
                })
                .collect(),
        }
    }

    fn make_environment(&self) -> Environment<'_> {
        let mut environment = Environment::new();
        environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        environment.set_undefined_behavior(if self.strict {
            UndefinedBehavior::Strict
        } else {
            UndefinedBehavior::Lenient
        });
        if self.strict {
            environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
            environment.add_filter("format", format_filter);
        }
        for (name, result) in &self.functions {
            let result = result.clone();
            environment.add_function(name.clone(), move |_: Rest<Value>| result.clone());
        }
        for (name, table) in &self.filters {
            let table = table.clone();
            environment.add_filter(name.clone(), move |value: Value, _: Rest<Value>| {
                value.as_str().and_then(|key| table.get(key)).cloned().unwrap_or(value)
            });
        }
        environment
    }

    fn compile<'a>(&'a self, environment: &mut Environment<'a>) {
        for (name, source) in &self.templates {
            environment.add_template(name, source).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    fn render(&self, environment: &Environment) {
        for name in &self.main {
            self.render_one(environment, name);
        }
    }

    fn render_one(&self, environment: &Environment, name: &str) -> String {
        let page = environment.get_template(name).unwrap();
        page.render(self.context.clone()).unwrap_or_else(|error| panic!("{name}: {error:#}"))
    }
}

fn repeat(budget: f64, mut once: impl FnMut() -> f64) -> String {
    let (mut best, mut turns, begin) = (1e9_f64, 0, Instant::now());
    while turns < 3 || begin.elapsed().as_secs_f64() < budget {
        best = best.min(once());
        turns += 1;
    }
    format!("{best} {turns}")
}

fn processor_seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is writable.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

fn timed(action: impl FnOnce()) -> f64 {
    let processor = processor_seconds();
    let wall = Instant::now();
    action();
    wall.elapsed().as_secs_f64().min(processor_seconds() - processor)
}

fn allocations() -> Option<unsafe extern "C" fn() -> u64> {
    // SAFETY: the symbol, where there is one, is the function of allocations.c.
    unsafe {
        let found = libc::dlsym(libc::RTLD_DEFAULT, c"bench_allocations".as_ptr());
        std::mem::transmute::<*mut libc::c_void, Option<unsafe extern "C" fn() -> u64>>(found)
    }
}

fn run(workload: &Workload, command: &str, budget: f64) -> String {
    match command {
        "create" => {
            return repeat(budget, || timed(|| drop(workload.make_environment())))
        }
        "compile" => {
            return repeat(budget, || {
                let mut environment = workload.make_environment();
                timed(|| workload.compile(&mut environment))
            })
        }
        "both" => {
            return repeat(budget, || {
                let mut environment = workload.make_environment();
                timed(|| {
                    workload.compile(&mut environment);
                    workload.render(&environment);
                })
            })
        }
        _ => {}
    }
    let mut environment = workload.make_environment();
    workload.compile(&mut environment);
    match command {
        "render" => repeat(budget, || timed(|| workload.render(&environment))),
        "allocations" => match allocations() {
            None => "0".to_string(),
            // SAFETY: as above.
            Some(count) => unsafe {
                workload.render(&environment);
                let before = count();
                workload.render(&environment);
                (count() - before).to_string()
            },
        },
        _ => {
            let outputs: serde_json::Map<String, Json> = workload
                .main
                .iter()
                .map(|name| (name.clone(), Json::from(workload.render_one(&environment, name))))
                .collect();
            Json::from(outputs).to_string()
        }
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().to_string()
}

fn main() {
    let path = std::env::args().nth(1).expect("a workload");
    let description = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let workload = Workload::new(&description);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (command, budget) = line.split_once(' ').unwrap();
        let answer = match command {
            "memory" => {
                let mut environment = workload.make_environment();
                workload.compile(&mut environment);
                workload.render(&environment);
                peak_memory()
            }
            _ => run(&workload, command, budget.parse().unwrap()),
        };
        println!("{answer}");
        std::io::stdout().flush().unwrap();
    }
}
