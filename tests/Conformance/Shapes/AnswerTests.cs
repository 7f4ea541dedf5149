using System.Text.Json;
using Platform.Conformance.Peers;
using Xunit;

namespace Platform.Conformance.Shapes;

/// <summary>
/// Compares responses and events of the venue with recorded or documented ones of the real exchange: same names, same JSON types,
/// nothing missing, nothing added, except what `differences.json` lists with a reason.
/// </summary>
public class AnswerTests(TradedVenue venue) : IClassFixture<TradedVenue>
{
    [Fact]
    public void Recorded_answers_of_the_public_endpoints() => Compare(Fixtures.Recorded().Concat(Fixtures.ExchangeInfos()));

    [Fact]
    public void Documented_answers_of_the_REST_endpoints() => Compare(Fixtures.Endpoints());

    [Fact]
    public void Documented_answers_of_the_WebSocket_API() => Compare(Fixtures.Sockets());

    [Fact]
    public void Documented_events_of_market_and_user_streams() => Compare(Fixtures.Events());

    [Fact]
    public void Types_that_the_official_connector_publishes()
    {
        PeerScript.RequirePackages();
        Compare(Typings.Read().Fixtures());
    }

    private void Compare(IEnumerable<Fixture> fixtures) => Compare(fixtures.Select(fixture => (fixture.Source, fixture)));

    private void Compare(IEnumerable<(string Source, Fixture Fixture)> pairs)
    {
        var list = DifferenceList.Read();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var sources = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string source, Fixture fixture) in pairs.Where(pair => !list.IsNotCompared(pair.Fixture.Source)))
        {
            sources.Add(fixture.Source);
            IReadOnlyList<JsonElement> answers = venue.Of(source);
            if (answers.Count == 0)
                found.Add($"{fixture.Source} unasked {fixture.Method} {fixture.Path}");
            foreach (string difference in answers.Count == 0 ? [] : Shape.Of(fixture.Answer).Differences(Shape.Of(answers)))
                found.Add($"{fixture.Source} {difference}");
        }

        Assert.NotEmpty(sources);
        Assert.True(!list.Unlisted(found).Any(), "not in differences.json:\n" + string.Join('\n', list.Unlisted(found)));
        Assert.True(!list.Gone(sources, found).Any(), "in differences.json, but no longer so:\n" + string.Join('\n', list.Gone(sources, found)));
    }
}
