using System.Collections;
using System.Reflection;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Engine;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Tests.Engine;

/// <summary>
/// Compares two cores field by field, including private fields, and names the first difference. It finds a new field that the image
/// does not contain. Fields that are not state are excluded: sinks, the state file, buffers, caches.
/// </summary>
internal sealed class StateComparison
{
    private static readonly Type[] NoState = [typeof(EventDispatcher), typeof(StateFile), typeof(BookChanges), typeof(Delegate), typeof(Type)];
    private static readonly string[] Scratch = ["_stale", "_hour", "_hourLoaded", "_anchors", "_goodTill", "_maxArmed", "_bids", "_asks", "_past"];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The private core of an exchange.</summary>
    public static object CoreOf(Exchange exchange)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        object turn = typeof(Exchange).GetField("_turn", Hidden)!.GetValue(exchange)!;
        return turn.GetType().GetField("_core", Hidden)!.GetValue(turn)!;
    }

    /// <summary>Path and values of the first difference; null when there is none.</summary>
    public static string? Difference(object first, object second) => new StateComparison().Compare("core", first, second);

    private string? Compare(string path, object? first, object? second)
    {
        if (first is null || second is null)
            return first is null && second is null ? null : $"{path}: {first ?? "nothing"} became {second ?? "nothing"}";
        Type type = first.GetType();
        if (IsList(first) && IsList(second))
            return CompareItems(path, (IEnumerable)first, (IEnumerable)second);
        if (type != second.GetType())
            return $"{path}: {type.Name} became {second.GetType().Name}";
        if (type.IsPrimitive || type.IsEnum || first is string or Int128 or decimal)
            return first.Equals(second) ? null : $"{path}: {first} became {second}";
        if (NoState.Any(known => known.IsAssignableFrom(type)) || (!type.IsValueType && !_seen.Add(first)))
            return null;
        if (first is BookSide bids && second is BookSide others)
            return CompareItems(path, Rungs(bids), Rungs(others));
        if (first is IDictionary left && second is IDictionary right)
            return CompareKeyed(path, left, right);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PriorityQueue<,>))
            return CompareSorted(path, first, second);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Ring<>))
            return Compare($"{path}.First", type.GetProperty("First")!.GetValue(first), type.GetProperty("First")!.GetValue(second)) ?? CompareItems(path, Items(first), Items(second));
        return CompareFields(path, type, first, second);
    }

    /// <summary>Compares any two kinds of list, because an image may restore another kind.</summary>
    private static bool IsList(object held) =>
        held is Array || held is IEnumerable and not (string or IDictionary) && held.GetType().Namespace?.StartsWith("Platform", StringComparison.Ordinal) is not true;

    private string? CompareFields(string path, Type type, object first, object second)
    {
        for (Type? at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (Scratch.Contains(field.Name))
                    continue;
                if (Compare($"{path}.{field.Name}", field.GetValue(first), field.GetValue(second)) is { } difference)
                    return difference;
            }
        }

        return null;
    }

    private string? CompareItems(string path, IEnumerable first, IEnumerable second)
    {
        object?[] left = [.. first.Cast<object?>()], right = [.. second.Cast<object?>()];

        // Nodes for orders are allocated in advance.
        if (left.Length != right.Length && left is not [BookNode, ..])
            return $"{path}: {left.Length} items became {right.Length}";
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (Compare($"{path}[{i}]", left[i], right[i]) is { } difference)
                return difference;
        }

        return null;
    }

    private static IEnumerable<BookSideLevel> Rungs(BookSide side)
    {
        for (int depth = 0; depth < side.Count; depth++)
            yield return side[depth];
    }

    private string? CompareKeyed(string path, IDictionary first, IDictionary second)
    {
        if (first.Count != second.Count)
            return $"{path}: {first.Count} entries became {second.Count}";
        foreach (DictionaryEntry entry in first)
        {
            if (!second.Contains(entry.Key))
                return $"{path}: {entry.Key} is missing";
            if (Compare($"{path}[{entry.Key}]", entry.Value, second[entry.Key]) is { } difference)
                return difference;
        }

        return null;
    }

    private string? CompareSorted(string path, object first, object second)
    {
        static object?[] Sorted(object queue) => [.. ((IEnumerable)queue.GetType().GetProperty("UnorderedItems")!.GetValue(queue)!).Cast<object>().OrderBy(item => item.GetType().GetField("Item2")!.GetValue(item))];
        return CompareItems(path, Sorted(first), Sorted(second));
    }

    private static IEnumerable Items(object ring) => (IEnumerable)ring.GetType().GetMethod("Items")!.Invoke(ring, null)!;
}
