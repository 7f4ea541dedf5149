using Platform.Domain.Instruments;

namespace Platform.Data.Universe;

/// <summary>Instruments as last read from the exchange. The universe schedule writes; any thread reads.</summary>
internal sealed class InstrumentBook
{
    private volatile IReadOnlyList<Instrument> _all = [];

    public IReadOnlyList<Instrument> All => _all;

    public void Set(IReadOnlyList<Instrument> instruments) => _all = instruments;
}
