//! The variables that a container platform sets by itself for a service that is called as this program is.

/// Whether Kubernetes, or a Docker link, sets this variable: `ESSAIM_SERVICE_HOST`, `ESSAIM_PORT=tcp://…`,
/// `ESSAIM_WEB_PORT_8080_TCP_ADDR`. They are nobody's mistake.
pub(super) fn sets(name: &str, value: &str) -> bool {
    let is_address = value.starts_with("tcp://") || value.starts_with("udp://");
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.ends_with("_PORT") && is_address)
        || name.split_once("_PORT_").is_some_and(|(_, rest)| rest.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_platform_sets_is_told_from_a_mistake() {
        for (name, value) in [
            ("ESSAIM_SERVICE_HOST", "10.0.0.1"),
            ("ESSAIM_SERVICE_PORT_HTTP", "8080"),
            ("ESSAIM_PORT", "tcp://10.0.0.1:8080"),
            ("ESSAIM_WEB_PORT_8080_TCP_ADDR", "10.0.0.1"),
        ] {
            assert!(sets(name, value), "{name}");
        }
        for (name, value) in [("ESSAIM_PORT", "8080"), ("ESSAIM_SERVER_LISTN", "x"), ("ESSAIM_SERVER_PORT", "80")] {
            assert!(!sets(name, value), "{name}");
        }
    }
}
