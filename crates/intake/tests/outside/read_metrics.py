"""Reads the metrics at an address with Prometheus' own client, and says how many there are."""

import sys
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

with urllib.request.urlopen(sys.argv[1], timeout=10) as answer:
    text = answer.read().decode()
families = list(text_string_to_metric_families(text))
for family in families:
    if family.type != "gauge" or not family.documentation or not family.samples:
        sys.exit(f"{family.name} is not as it should be:\n{text}")
names = {family.name for family in families}
expected = {
    "sealpost_build_info",
    "sealpost_storage_readable",
    "sealpost_envelopes",
    "sealpost_envelopes_bytes",
    "sealpost_oldest_envelope_days",
    "sealpost_readers",
}
# Missing unless the intake has run over a midnight.
after_midnight = {"sealpost_yesterday_connections", "sealpost_yesterday_refusals"}
if names not in (expected, expected | after_midnight):
    sys.exit(f"not the expected metrics:\n{text}")
print(f"{len(families)} metrics")
