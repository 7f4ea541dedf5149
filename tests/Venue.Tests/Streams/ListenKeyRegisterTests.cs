using Platform.TestKit.Clocks;
using Platform.Venue.Gateway.Streams;
using Xunit;

namespace Platform.Venue.Tests.Streams;

public class ListenKeyRegisterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_second_opening_returns_the_same_key_and_extends_it()
    {
        var register = new ListenKeyRegister(1, _clock);
        string key = register.Open("api", 3);
        Assert.Matches("^[A-Za-z0-9]{64}$", key);
        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(key, register.Open("api", 3));
        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(3, register.AccountOf(key));
        Assert.NotEqual(key, register.Open("other", 4));
    }

    [Fact]
    public void A_key_expires_after_sixty_minutes_with_one_event_and_cannot_be_extended()
    {
        var register = new ListenKeyRegister(1, _clock);
        var expired = new List<string>();
        register.Expired += (key, _) => expired.Add(key);
        string key = register.Open("api", 3);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(key, register.Extend("api"));
        _clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Null(register.AccountOf(key));
        Assert.Null(register.Extend("api"));
        register.Sweep();
        Assert.Equal([key], expired);
        Assert.NotEqual(key, register.Open("api", 3));
    }

    [Fact]
    public void A_closed_key_is_removed_without_an_event()
    {
        var register = new ListenKeyRegister(1, _clock);
        register.Expired += (_, _) => Assert.Fail("a closed key does not expire");
        string key = register.Open("api", 3);
        Assert.Equal(key, register.Close("api"));
        Assert.Null(register.Close("api"));
        Assert.Null(register.AccountOf(key));
    }

    [Fact]
    public void The_same_seed_makes_the_same_keys() =>
        Assert.Equal(new ListenKeyRegister(7, _clock).Open("a", 1), new ListenKeyRegister(7, _clock).Open("a", 1));
}
