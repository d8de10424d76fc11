use super::*;

#[test]
fn yesterday_is_shown_by_type_and_the_manual_names_it() {
    let mut counted = Counted::default();
    counted.connect(12);
    counted.refuse(ProblemType::StorageFull);
    counted.refuse(ProblemType::StorageFull);
    let registry = Registry::new();
    add_yesterday(&registry, &counted);
    let text = TextEncoder::new().encode_to_string(&registry.gather());
    let text = text.expect("text");
    let lines: Vec<_> = text.lines().filter(|it| !it.starts_with('#')).collect();
    assert_eq!(lines.len(), 1 + ProblemType::ALL.len());
    for line in [
        "sealpost_yesterday_connections 12",
        "sealpost_yesterday_refusals{problem=\"storage-full\"} 2",
        "sealpost_yesterday_refusals{problem=\"not-found\"} 0",
    ] {
        assert!(lines.contains(&line), "{text}");
    }
    let manual = include_str!("../../../../docs/operate.md");
    for name in ["connections`", "refusals{problem}`"] {
        assert!(manual.contains(&format!("| `sealpost_yesterday_{name} |")));
    }
}
