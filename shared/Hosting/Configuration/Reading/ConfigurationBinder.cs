using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Reading;

/// <summary>Binds the tree to typed records; collects all problems instead of stopping at the first.</summary>
internal sealed class ConfigurationBinder(List<ConfigurationProblem> problems)
{
    /// <summary>Origin of each key by its dotted path; a key without an origin has its default.</summary>
    public Dictionary<string, string> Origins { get; } = new(StringComparer.Ordinal);

    public object BindSection(Type type, MapTree map, string path)
    {
        KeyCatalog catalog = KeyCatalog.Of(type);
        object section = catalog.Defaults();
        foreach ((string name, (ConfigurationTree value, string origin)) in map.Children)
        {
            string keyPath = path.Length == 0 ? name : $"{path}.{name}";
            Origins[keyPath] = origin;
            if (catalog.Find(name) is not { } key)
                problems.Add(new ConfigurationProblem(origin, $"key '{keyPath}' is unknown; {Suggest(catalog, name, path)}"));
            else if (!IsBlank(value) && BindValue(key.Type, key.Rule, value, keyPath) is { } bound)
                key.Set(section, bound);
        }

        return section;
    }

    private object? BindValue(Type type, KeyAttribute rule, ConfigurationTree value, string path)
    {
        if (ConfigurationKey.IsSectionType(type))
            return value is MapTree map ? BindSection(type, map, path) : Reject(value, path, "a section with keys of its own");
        if (type.IsGenericType)
            return BindList(type.GetGenericArguments()[0], rule, value, path);
        return value is ScalarTree scalar ? BindScalar(type, rule, scalar, path) : Reject(value, path, Expectation(type, rule));
    }

    private object? BindList(Type itemType, KeyAttribute rule, ConfigurationTree value, string path)
    {
        IEnumerable<ConfigurationTree>? items = value switch
        {
            ListTree list => list.Items,
            ScalarTree scalar when !ConfigurationKey.IsSectionType(itemType) =>
                scalar.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => new ScalarTree(scalar.Origin, part)),
            _ => null,
        };
        if (items is null)
            return Reject(value, path, "a list");

        var bound = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        int index = 0;
        foreach (ConfigurationTree item in items)
        {
            string itemPath = $"{path}[{index++}]";
            Origins[itemPath] = item.Origin;
            if (BindValue(itemType, rule, item, itemPath) is { } one)
                bound.Add(one);
        }

        return bound;
    }

    private object? BindScalar(Type type, KeyAttribute rule, ScalarTree scalar, string path)
    {
        object? bound = Parse(type, scalar.Text);
        if (bound is null)
            return Reject(scalar, path, Expectation(type, rule));
        if (bound is string text)
            return rule.Pattern.Length == 0 || Regex.IsMatch(text, $"^(?:{rule.Pattern})$") ? text : Reject(scalar, path, Expectation(type, rule));
        if (bound is IConvertible number and not (bool or Enum))
        {
            double size = number.ToDouble(CultureInfo.InvariantCulture);
            if (!double.IsFinite(size) || size < rule.Min || size > rule.Max)
                return Reject(scalar, path, Expectation(type, rule));
        }

        return bound;
    }

    private static object? Parse(Type type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return text is "true" or "True" ? true : text is "false" or "False" ? false : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int whole) ? whole : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out double real) ? real : null;
        if (type == typeof(decimal))
            return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out decimal exact) ? exact : null;
        return type.IsEnum ? Enum.GetValues(type).Cast<object>().FirstOrDefault(member => ConfigurationKey.ToSnake(member.ToString()!) == text) : null;
    }

    /// <summary>Describes the allowed values of the key, for messages and the commented file.</summary>
    public static string Expectation(Type type, KeyAttribute rule)
    {
        string range = (double.IsFinite(rule.Min), double.IsFinite(rule.Max)) switch
        {
            (true, true) => $" from {Text(rule.Min)} to {Text(rule.Max)}",
            (true, false) => $" of at least {Text(rule.Min)}",
            (false, true) => $" of at most {Text(rule.Max)}",
            _ => "",
        };
        if (type == typeof(bool))
            return "true or false";
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type).Select(ConfigurationKey.ToSnake));
        if (type == typeof(int) || type == typeof(long))
            return $"a whole number{range}";
        if (type == typeof(double) || type == typeof(decimal))
            return $"a number{range}";
        return rule.Pattern.Length == 0 ? "text" : $"text of the form {rule.Pattern}";
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private object? Reject(ConfigurationTree value, string path, string expected)
    {
        string found = value switch { ScalarTree scalar => $"'{scalar.Text}'", ListTree => "a list", _ => "a section" };
        problems.Add(new ConfigurationProblem(value.Origin, $"key '{path}' is {found}; expected {expected}."));
        return null;
    }

    private static bool IsBlank(ConfigurationTree value) => value is ScalarTree { Text: "" };

    private static string Suggest(KeyCatalog catalog, string name, string path)
    {
        string prefix = path.Length == 0 ? "" : $"{path}.";
        ConfigurationKey? near = catalog.Keys.MinBy(key => Distance(key.Name, name));
        return near is not null && Distance(near.Name, name) <= Math.Max(2, name.Length / 3)
            ? $"did you mean '{prefix}{near.Name}'?"
            : $"known keys of this section: {string.Join(", ", catalog.Keys.Select(key => key.Name))}.";
    }

    /// <summary>Levenshtein distance: number of letters to insert, remove or change.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
