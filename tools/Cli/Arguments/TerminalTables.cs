using Spectre.Console;

namespace Platform.Cli.Arguments;

/// <summary>Plain tables for the terminal or a file.</summary>
internal static class TerminalTables
{
    /// <summary>Sets a fixed width and no colours when the output is redirected.</summary>
    public static void Fit(int redirectedWidth)
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Width = redirectedWidth;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }

    /// <summary>An empty table; only the last column wraps.</summary>
    public static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column != columns[^1] });
        return table;
    }

    /// <summary>Adds a row as plain text, so that brackets are not read as markup.</summary>
    public static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
