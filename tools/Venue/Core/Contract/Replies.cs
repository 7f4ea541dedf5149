using System.Diagnostics.CodeAnalysis;

namespace Platform.Venue.Core.Contract;

/// <summary>An error reply: the exchange's error code and text (spec/binance-usdm.md §6).</summary>
internal sealed record VenueError(int Code, string Message);

/// <summary>The core's reply to one command: a value or an error. A command with an error has not changed any state.</summary>
internal sealed class Reply<T>
{
    private Reply(T? value, VenueError? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public VenueError? Error { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(VenueError error) => new(default, error);
}

/// <summary>The result of a command whose response is only `{code:200,msg:…}`.</summary>
internal readonly record struct Accepted(string Message = "success");
