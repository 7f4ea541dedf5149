using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Platform.Hosting.Configuration.Keys;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Configuration.Keys;

/// <summary>The keys of a section, read once from its record; used by binding, schema and the commented file.</summary>
internal sealed class KeyCatalog
{
    private static readonly ConcurrentDictionary<Type, KeyCatalog> s_known = new();

    private KeyCatalog(Type section)
    {
        Section = section;
        Keys = [.. section.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<KeyAttribute>() is not null)
            .OrderBy(property => property.MetadataToken)
            .Select(property => new ConfigurationKey(property))];
    }

    public Type Section { get; }

    /// <summary>Keys in the order of declaration, which is the order in the file.</summary>
    public IReadOnlyList<ConfigurationKey> Keys { get; }

    public static KeyCatalog Of(Type section) => s_known.GetOrAdd(section, type => new KeyCatalog(type));

    public ConfigurationKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    /// <summary>The section with every key at its default.</summary>
    public object Defaults() => Activator.CreateInstance(Section) ?? throw new CheckFailedException($"{Section} has no parameterless constructor");
}

/// <summary>One key: its name in the file, its type and its range.</summary>
internal sealed class ConfigurationKey(PropertyInfo property)
{
    public string Name { get; } = ToSnake(property.Name);

    public Type Type { get; } = property.PropertyType;

    public KeyAttribute Rule { get; } = property.GetCustomAttribute<KeyAttribute>()!;

    public bool IsSection => IsSectionType(Type);

    /// <summary>The item type of a list, otherwise null.</summary>
    public Type? ItemType => Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Type.GetGenericArguments()[0] : null;

    public object? Get(object section) => property.GetValue(section);

    public void Set(object section, object? value) => property.SetValue(section, value);

    public static bool IsSectionType(Type type) =>
        type.IsClass && type != typeof(string) && type.GetProperties().Any(candidate => candidate.GetCustomAttribute<KeyAttribute>() is not null);

    /// <summary>Converts HardDeadline_ms to hard_deadline_ms; also used for enum members.</summary>
    public static string ToSnake(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (int index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsUpper(name[index]) && name[index - 1] != '_' && !char.IsUpper(name[index - 1]))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[index]));
        }

        return snake.ToString();
    }
}
