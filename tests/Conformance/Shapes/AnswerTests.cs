using System.Text.Json;
using Xunit;

namespace Platform.Conformance.Shapes;

/// <summary>
/// What the venue answers and streams, against what the real exchange was recorded or documented to: same names, same JSON types,
/// nothing missing, nothing added, save what `differences.json` lists with a reason.
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

    private void Compare(IEnumerable<Fixture> fixtures)
    {
        var list = DifferenceList.Read();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var sources = new HashSet<string>(StringComparer.Ordinal);
        foreach (Fixture fixture in fixtures.Where(fixture => !list.IsNotCompared(fixture.Source)))
        {
            sources.Add(fixture.Source);
            IReadOnlyList<JsonElement> answers = venue.Of(fixture.Source);
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
