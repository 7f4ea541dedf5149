using Platform.Primitives.Time;
using Spectre.Console;

namespace Platform.Cli.Status;

/// <summary>How status and explain ask and show: one deadline, plain tables.</summary>
internal static class StatusTables
{
    private const int RedirectedWidth = 160;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    /// <summary>An empty table; only the last column wraps.</summary>
    public static Table New(params string[] columns)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column != columns[^1] });
        return table;
    }

    /// <summary>As plain text: a detail with brackets is not markup.</summary>
    public static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>When a question to a process is given up.</summary>
    public static DateTime Deadline() => (TimeProvider.System.GetUtcNow() + s_limit).UtcDateTime;
}
