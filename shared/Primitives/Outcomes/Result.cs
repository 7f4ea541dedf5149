using System.Diagnostics.CodeAnalysis;

namespace Platform.Primitives.Outcomes;

/// <summary>Either a value or a <see cref="Fault"/>; expected failures are values, not exceptions.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Fault? fault)
    {
        _value = value;
        Fault = fault;
    }

    /// <summary>Null exactly when the call succeeded.</summary>
    public Fault? Fault { get; }

    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Fault is null;

    /// <summary>The value; reading it from a failed result is a programmer's error.</summary>
    public T Value
    {
        get
        {
            Check.That(Fault is null, Fault?.Message ?? "");
            return _value!;
        }
    }

    public static Result<T> Ok(T value) => new(value, null);

    public static Result<T> Fail(Fault fault) => new(default, fault);

    public static implicit operator Result<T>(T value) => Ok(value);

    public static implicit operator Result<T>(Fault fault) => Fail(fault);

    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Fault is null ? next(_value!) : Fault;

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Fault? fault)
    {
        value = _value;
        fault = Fault;
        return fault is null;
    }

    public override string ToString() => Fault is null ? $"{_value}" : Fault.ToString();
}

/// <summary>The value of a successful call that returns nothing.</summary>
public readonly record struct Done
{
    public static readonly Done Value;
}
