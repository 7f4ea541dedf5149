using System.Text;
using System.Text.RegularExpressions;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Commands;

/// <summary>Copies plugins/Template to a new name.</summary>
internal static class CalculatorTemplate
{
    /// <summary>Returns the created folder; Invalid for a bad name, Already when it exists, NotFound without the template.</summary>
    public static Result<string> Copy(string plugins, string name)
    {
        if (!Regex.IsMatch(name, "^[A-Z][A-Za-z0-9]{1,60}$") || name == "Template")
            return new Fault(FaultKind.Invalid, $"'{name}' is not a valid calculator name; expected PascalCase letters and digits, such as MyMomentum");
        string template = Path.Combine(plugins, "Template"), target = Path.Combine(plugins, name);
        if (!Directory.Exists(template))
            return new Fault(FaultKind.NotFound, $"{template} does not exist; run this in the source tree");
        if (Directory.Exists(target))
            return new Fault(FaultKind.Already, $"{target} already exists; choose another name or edit that calculator");
        foreach (string source in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(template, source);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj" || relative == "packages.lock.json")
                continue;
            string text = File.ReadAllText(source).Replace("Template", name, StringComparison.Ordinal).Replace("template", Snake(name), StringComparison.Ordinal);
            string path = Path.Combine(target, relative.Replace("Template", name, StringComparison.Ordinal));
            if (AtomicFile.Write(path, Encoding.UTF8.GetBytes(text)).Fault is { } fault)
                return fault;
        }

        return target;
    }

    private static string Snake(string name) => Regex.Replace(name, "(?<=[a-z0-9])([A-Z])", "_$1").ToLowerInvariant();
}
