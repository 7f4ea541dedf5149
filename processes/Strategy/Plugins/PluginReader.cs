using System.Reflection;
using Platform.Calculators;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.Plugins;

/// <summary>Reads one plugins folder into a set: every valid calculator, and the reason for every rejected one.</summary>
internal sealed class PluginReader(CalculatorChoice choice)
{
    private readonly SortedDictionary<string, LoadedCalculator> _calculators = new(StringComparer.Ordinal);
    private readonly List<(ICalculatorFamily Family, PluginImage Image)> _families = [];
    private readonly List<PluginRejection> _rejections = [];
    private readonly List<PluginLoadContext> _contexts = [];

    /// <summary>
    /// Reads the DLLs in ordinal order of their names; a missing folder counts as empty. An error in one plugin does not affect others.
    /// </summary>
    public static PluginSet Read(string folder, CalculatorChoice choice)
    {
        var reader = new PluginReader(choice);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll") : [];
        foreach (string file in files.Order(StringComparer.Ordinal))
            reader.ReadFile(file);
        reader.MakeFromFamilies();
        reader.ReportUnknownNames(folder);
        return new PluginSet([.. reader._calculators.Values], reader._rejections, reader._contexts);
    }

    private void ReadFile(string file)
    {
        if (!PluginImage.Read(file).TryGet(out PluginImage? image, out Fault? fault))
        {
            Reject(file, "", fault.Message);
            return;
        }

        if (image.Contract is null || Path.GetFileName(file).StartsWith("Platform.Calculators.", StringComparison.Ordinal))
            return;
        var context = new PluginLoadContext(file);
        _contexts.Add(context);
        try
        {
            foreach (Type type in context.LoadMain(image.Bytes).GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
                ReadType(type, image);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Reject(file, "", $"its types cannot be loaded: {Cause(broken).Message}");
        }
    }

    private void ReadType(Type type, PluginImage image)
    {
        if (type.IsAbstract || type.ContainsGenericParameters)
            return;
        try
        {
            if (typeof(ICalculatorFamily).IsAssignableFrom(type))
                _families.Add(((ICalculatorFamily)Activator.CreateInstance(type)!, image));
            else if (typeof(ICalculator).IsAssignableFrom(type))
                ReadCalculator(type, image);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            Reject(image.File, "", $"the constructor of {type.FullName} failed: {Describe(thrown)}");
        }
    }

    private void ReadCalculator(Type type, PluginImage image)
    {
        ICalculator calculator = Construct(type, CalculatorParameters.None);
        CalculatorSetting setting = choice.SettingOf(calculator.Name ?? "");
        var parameters = new CalculatorParameters(setting.Parameters);
        if (setting.Parameters.Count > 0)
            calculator = Construct(type, parameters);
        Adopt(calculator, setting, parameters, image);
    }

    private void MakeFromFamilies()
    {
        IEnumerable<string> wanted = choice.Enabled.Count > 0
            ? choice.Enabled.Where(name => !_calculators.ContainsKey(name))
            : _families.SelectMany(pair => pair.Family.DefaultNames).Union(choice.Settings.Keys).Where(name => !_calculators.ContainsKey(name));
        foreach (string name in wanted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            foreach ((ICalculatorFamily family, PluginImage image) in _families)
                TryFamily(family, name, image);
        }
    }

    private void TryFamily(ICalculatorFamily family, string name, PluginImage image)
    {
        try
        {
            CalculatorSetting setting = choice.SettingOf(name);
            var parameters = new CalculatorParameters(setting.Parameters);
            if (family.Create(name, parameters) is { } calculator)
                Adopt(calculator, setting, parameters, image);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            Reject(image.File, name, $"{family.GetType().FullName} cannot create it: {Describe(thrown)}");
        }
    }

    private void Adopt(ICalculator calculator, CalculatorSetting setting, CalculatorParameters parameters, PluginImage image)
    {
        string? name = calculator.Name;
        string type = calculator.GetType().FullName ?? "";
        if (!CalculatorContract.IsName(name))
            Reject(image.File, name ?? "", $"{type} has the name '{name}': expected lower-case letters, digits and underscores, starting with a letter, at most {CalculatorContract.MaxNameLength}");
        else if (!choice.IsEnabled(name))
            return;
        else if (parameters.Unread.Count > 0)
            Reject(image.File, name, $"the configuration sets {string.Join(", ", parameters.Unread)}, which {type} does not have; correct strategy.calculators");
        else if (calculator.Needs is not { } needs)
            Reject(image.File, name, $"{type}.Needs is null; declare the columns it reads");
        else if (choice.TooLong(needs) is { } need)
            Reject(image.File, name, $"{type} needs {need.Lookback} {need.Interval} bars, more than strategy.history_days ({choice.HistoryDays}) keeps");
        else if (_calculators.TryGetValue(name, out LoadedCalculator? other))
            Reject(image.File, name, $"the name is already used by {other.Calculator.GetType().FullName} of {other.File}; names must be unique");
        else
            _calculators.Add(name, new LoadedCalculator(calculator, name, image.AssemblyVersion, image.File, setting.Multiplier, setting.Standardisation) { Needs = needs });
    }

    private void ReportUnknownNames(string folder)
    {
        foreach (string name in choice.Enabled.Concat(choice.Settings.Keys).Distinct(StringComparer.Ordinal))
        {
            if (!_calculators.ContainsKey(name) && choice.IsEnabled(name) && _rejections.All(rejection => rejection.Name != name))
                Reject(folder, name, $"it is enabled in the configuration, but no plugin in {folder} contains it; found: {string.Join(", ", _calculators.Keys.DefaultIfEmpty("none"))}");
        }
    }

    private static ICalculator Construct(Type type, CalculatorParameters parameters)
    {
        object instance = type.GetConstructor([typeof(CalculatorParameters)]) is { } withParameters
            ? withParameters.Invoke([parameters])
            : Activator.CreateInstance(type)!;
        return (ICalculator)instance;
    }

    private void Reject(string file, string name, string why) => _rejections.Add(new PluginRejection(file, name, why));

    private static string Describe(Exception thrown) => Cause(thrown) switch
    {
        MissingMethodException => "it needs a public constructor without parameters, or with one CalculatorParameters",
        { } cause => $"{cause.GetType().Name}: {cause.Message}",
    };

    private static Exception Cause(Exception thrown) => thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown;
}
