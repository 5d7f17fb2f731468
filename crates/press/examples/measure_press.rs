//! How long books take: `cargo run --release -p essaim-press --example measure_press -- [COUNT…]`, 19 and 1,000 by default.
#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    dead_code,
    reason = "an example for designers, which shares its samples with the tests"
)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use essaim_press::Press;
use std::time::Instant;

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|count| count.parse().ok()).collect();
    let start = Instant::now();
    let press = Press::new();
    println!("fonts and templates: {:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
    for count in if asked.is_empty() { vec![19, 1000] } else { asked } {
        let book = sample::book(count).into();
        let start = Instant::now();
        let stages = std::sync::Mutex::new(Vec::new());
        let pdf = press
            .print(&book, &|progress| {
                let mut stages = stages.lock().unwrap();
                if stages.last().is_none_or(|(stage, _)| *stage != progress.stage) {
                    stages.push((progress.stage, start.elapsed()));
                }
            })
            .unwrap();
        println!(
            "{count} entries: {:.2} s, {} kB, {}; stages {:?}",
            start.elapsed().as_secs_f64(),
            pdf.len() / 1000,
            memory(),
            stages.lock().unwrap()
        );
    }
}

/// What the process holds, where the system says it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
