use super::{after, told};

const LOG: &str = "\
INFO: Seed: 42
#12\tINITED cov: 634 ft: 1026 corp: 16/8114b exec/s: 0 rss: 28Mb
thread '<unnamed>' panicked at fuzz_targets/json.rs:20:14:
they differ
==77== ERROR: libFuzzer: deadly signal
MS: 1 ChangeBit-; base unit: 0000
0x31,
1
artifact_prefix='/tmp/a/'; Test unit written to /tmp/a/crash-356a
Base64: MQ==
stat::number_of_executed_units: 123
";

#[test]
fn what_a_broken_target_said_is_told_with_its_input() {
    assert_eq!(
        told(LOG),
        "thread '<unnamed>' panicked at fuzz_targets/json.rs:20:14:\nthey differ\n\
         ==77== ERROR: libFuzzer: deadly signal\n1"
    );
    assert_eq!(
        after(LOG, "Test unit written to "),
        Some("/tmp/a/crash-356a")
    );
    assert_eq!(after(LOG, "number_of_executed_units:"), Some("123"));
    assert_eq!(after(LOG, "slowest_unit_time_sec:"), None);
}
