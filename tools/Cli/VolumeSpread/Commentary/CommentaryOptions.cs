using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.VolumeSpread.Commentary;

/// <summary>Priority of the commentary of a timeframe; the more urgent is processed first.</summary>
internal enum CommentaryPriority
{
    Critical = 0,
    High = 1,
    Medium = 2,
    Low = 3,
}

/// <summary>A model at the endpoint, and the price of a million of its tokens in the currency of the budget.</summary>
internal sealed record CommentaryModel
{
    public required string Name { get; init; }

    public required decimal InputPricePerMillion { get; init; }

    public required decimal OutputPricePerMillion { get; init; }

    /// <summary>The cost of the given tokens.</summary>
    public decimal Cost(long input, long output) => (input * InputPricePerMillion + output * OutputPricePerMillion) / 1_000_000;
}

/// <summary>The options of the optional commentary, read from a JSON file; without a file there is no commentary.</summary>
internal sealed record CommentaryOptions
{
    /// <summary>Base address of an OpenAI-compatible interface, up to and without /chat/completions.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Environment variable with the key; without it no key is sent.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Most money per UTC day; when it is spent, commentary pauses until the next day.</summary>
    public required decimal DailyBudget { get; init; }

    /// <summary>From best to cheapest: priority n uses model n, or the last one; after a failed attempt the next model is used.</summary>
    public required IReadOnlyList<CommentaryModel> Models { get; init; }

    /// <summary>Time limit of a request, in real seconds.</summary>
    public double TimeLimitS { get; init; } = 30;

    public int Attempts { get; init; } = 3;

    public int OutputTokensMax { get; init; } = 300;

    public static CommentaryPriority PriorityOf(BarInterval timeframe) => timeframe.Minutes switch
    {
        >= 240 => CommentaryPriority.Critical,
        60 => CommentaryPriority.High,
        30 => CommentaryPriority.Medium,
        _ => CommentaryPriority.Low,
    };

    /// <summary>Reads the file; a fault states the file, the line and what was expected.</summary>
    public static Result<CommentaryOptions> Read(string path)
    {
        const string expected = "expected endpoint, key_variable, daily_budget, models [{name, input_price_per_million, output_price_per_million}], time_limit_s, attempts, output_tokens_max";
        try
        {
            var settings = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip };
            CommentaryOptions options = JsonSerializer.Deserialize<CommentaryOptions>(File.ReadAllText(path), settings)!;
            if (!options.Endpoint.IsAbsoluteUri || options.Endpoint.Scheme is not ("http" or "https"))
                return new Fault(FaultKind.Invalid, $"{path}: endpoint is '{options.Endpoint}'; expected a URL such as https://host/v1.");
            if (options.Models.Count == 0 || options.Models.Any(model => model.InputPricePerMillion < 0 || model.OutputPricePerMillion < 0))
                return new Fault(FaultKind.Invalid, $"{path}: models needs at least one model with prices of 0 or more.");
            if (options.DailyBudget <= 0 || !(options.TimeLimitS is > 0 and <= 600) || options.Attempts is < 1 or > 10 || options.OutputTokensMax is < 1 or > 4_000)
                return new Fault(FaultKind.Invalid, $"{path}: expected daily_budget above 0, time_limit_s up to 600, attempts from 1 to 10, output_tokens_max from 1 to 4000.");
            return options;
        }
        catch (JsonException error)
        {
            return new Fault(FaultKind.Invalid, $"{path}:{(error.LineNumber ?? 0) + 1}: {error.Message.Split(" Path:")[0]} {expected}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.NotFound, $"{path}: cannot be read: {error.Message}");
        }
    }
}
