using Platform.Coordinator.Registry;
using Platform.TestKit.Clocks;
using Platform.Wire.V1;
using Xunit;

namespace Platform.Coordinator.Tests;

public class ProcessRegistryTests
{
    private readonly ManualClock _clock = new();
    private readonly ProcessRegistry _registry;

    public ProcessRegistryTests() => _registry = new ProcessRegistry(_clock, TimeSpan.FromSeconds(1), 5);

    [Fact]
    public void A_repeat_of_an_instance_is_the_same_registration_and_a_new_one_is_a_restart()
    {
        Assert.True(Register("data-1", 1));
        Assert.False(Register("data-1", 1));
        Assert.Equal(0, Row.Restarts);
        Assert.True(Register("data-2", 2));
        Assert.Equal(1, Row.Restarts);
        Assert.False(Register("data-1", 1));
        Assert.Equal("data-2", Row.InstanceId);
    }

    [Fact]
    public void A_start_after_an_ordered_stop_is_not_a_restart()
    {
        Register("data-1", 1);
        Heartbeat("data-1", ProcessState.Stopped);
        Register("data-2", 2);
        Assert.Equal(0, Row.Restarts);
    }

    [Fact]
    public void A_restarted_coordinator_takes_the_restart_count_of_the_supervisor()
    {
        _registry.Register(new RegisterRequest { Process = "data", InstanceId = "data-7", StartedAtMs = 7, Restarts = 3 });
        Assert.Equal(3, Row.Restarts);
    }

    [Fact]
    public void An_unknown_instance_must_register()
    {
        Assert.False(Heartbeat("data-1", ProcessState.Running));
        Register("data-2", 2);
        Assert.False(Heartbeat("data-1", ProcessState.Running));
        Assert.True(Heartbeat("data-2", ProcessState.Running));
    }

    [Fact]
    public void A_process_is_lost_when_its_heartbeats_stop_and_returns_with_the_next_one()
    {
        Register("data-1", 1);
        Heartbeat("data-1", ProcessState.Running);
        _clock.AdvanceMilliseconds(5_000);
        Assert.Equal(ProcessState.Running, Row.State);
        Assert.Empty(_registry.Crossings());
        _clock.AdvanceMilliseconds(1);
        Assert.Equal(ProcessState.Lost, Row.State);
        Assert.True(Assert.Single(_registry.Crossings()).IsAway);
        Assert.Empty(_registry.Crossings());
        Heartbeat("data-1", ProcessState.Running);
        Assert.False(Assert.Single(_registry.Crossings()).IsAway);
    }

    [Fact]
    public void A_stopped_process_is_not_lost()
    {
        Register("data-1", 1);
        Heartbeat("data-1", ProcessState.Stopped);
        _clock.AdvanceMilliseconds(60_000);
        Assert.Equal(ProcessState.Stopped, Row.State);
    }

    private ProcessRow Row => Assert.Single(_registry.List());

    private bool Register(string instance, long started_ms) => _registry.Register(new RegisterRequest { Process = "data", InstanceId = instance, StartedAtMs = started_ms });

    private bool Heartbeat(string instance, ProcessState state) => _registry.Heartbeat(new HeartbeatRequest { Process = "data", InstanceId = instance, State = state });
}
