from host import Host


def ready_metrics(host: Host) -> list[list[str]]:
    return [call for call in host.calls("aws") if call[0] == "cloudwatch" and call[call.index("--metric-name") + 1] == "HostReady"]


def test_a_prepared_host_goes_on_saying_that_it_is_ready(host: Host):
    host.bootstrap()
    enabled = next(call for call in host.calls("systemctl") if call[:2] == ["enable", "--now"])
    assert "mlops-heartbeat.timer" in enabled
    before = ready_metrics(host)
    assert host.run("bin/heartbeat").returncode == 0
    after = ready_metrics(host)
    assert len(after) == len(before) + 1
    # The alarm looks for one metric: the first signal and the later ones are the same.
    assert after[-1] == before[0]


def test_a_host_that_was_not_prepared_has_no_heartbeat(host: Host):
    host.fail_file.write_text("5 code.tar.gz")
    host.bootstrap()
    assert ready_metrics(host) == []
    assert not any("mlops-heartbeat.timer" in call for call in host.calls("systemctl"))
    assert not (host.root / "etc/systemd/system/mlops-heartbeat.timer").exists()
