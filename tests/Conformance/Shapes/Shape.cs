using System.Text.Json;

namespace Platform.Conformance.Shapes;

/// <summary>
/// The names and JSON types of a document without its values. Elements of an array are merged into one; an array of scalars inside
/// an array, such as a candle or a price level, keeps its positions.
/// </summary>
internal sealed class Shape
{
    private readonly SortedDictionary<string, Shape> _fields = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, Shape> _places = [];
    private readonly SortedSet<string> _kinds = new(StringComparer.Ordinal);
    private Shape? _element;

    public static Shape Of(params IEnumerable<JsonElement> examples)
    {
        var shape = new Shape();
        foreach (JsonElement example in examples)
            shape.Add(example, isInArray: false);
        return shape;
    }

    /// <summary>The differences of the other shape, each as `missing $.path`, `extra $.path` or `type $.path …`.</summary>
    public IEnumerable<string> Differences(Shape actual, string path = "$")
    {
        if (!_kinds.SetEquals(["null"]) && !actual._kinds.IsSubsetOf(_kinds))
            yield return $"type {path} is {string.Join('|', actual._kinds.Except(_kinds))}, not {string.Join('|', _kinds)}";
        foreach (string difference in Named(actual, path).Concat(Placed(actual, path)))
            yield return difference;
        if (_element is null)
            yield break;
        if (actual._element is not null)
        {
            foreach (string difference in _element.Differences(actual._element, path + "[]"))
                yield return difference;
        }
        else if (actual._kinds.Contains("array") && actual._places.Count == 0)
        {
            yield return $"empty {path}";
        }
    }

    private IEnumerable<string> Named(Shape actual, string path)
    {
        if (!actual._kinds.Contains("object") || !_kinds.Contains("object"))
            yield break;
        foreach ((string name, Shape field) in _fields)
        {
            if (!actual._fields.TryGetValue(name, out Shape? other))
            {
                yield return $"missing {path}.{name}";
                continue;
            }

            foreach (string difference in field.Differences(other, $"{path}.{name}"))
                yield return difference;
        }

        foreach (string name in actual._fields.Keys.Except(_fields.Keys))
            yield return $"extra {path}.{name}";
    }

    private IEnumerable<string> Placed(Shape actual, string path)
    {
        if (_places.Count > 0 && actual._places.Count > 0 && _places.Count != actual._places.Count)
            yield return $"length {path} is {actual._places.Count}, not {_places.Count}";
        foreach ((int place, Shape item) in _places)
        {
            if (!actual._places.TryGetValue(place, out Shape? other))
                continue;
            foreach (string difference in item.Differences(other, $"{path}[{place}]"))
                yield return difference;
        }
    }

    private void Add(JsonElement json, bool isInArray)
    {
        _kinds.Add(KindOf(json));
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in json.EnumerateObject())
                Of(_fields, property.Name).Add(property.Value, isInArray: false);
        }
        else if (json.ValueKind == JsonValueKind.Array && isInArray && json.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
        {
            int place = 0;
            foreach (JsonElement item in json.EnumerateArray())
                Of(_places, place++).Add(item, isInArray: false);
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in json.EnumerateArray())
                (_element ??= new Shape()).Add(item, isInArray: true);
        }
    }

    private static Shape Of<TKey>(SortedDictionary<TKey, Shape> shapes, TKey key)
        where TKey : notnull
    {
        if (!shapes.TryGetValue(key, out Shape? shape))
            shapes[key] = shape = new Shape();
        return shape;
    }

    private static string KindOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind kind => kind.ToString().ToLowerInvariant(),
    };
}
