using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Market;
using Platform.Hosting.Places;
using Platform.Exchanges.Binance.Endpoints;

namespace Platform.Data.Starting;

/// <summary>Where market data comes from in each mode; chosen apart from where orders go.</summary>
internal static class MarketEndpoints
{
    public static BinanceEndpoints Of(PlatformConfiguration configuration, PlatformAddresses addresses)
    {
        VenueOptions venue = configuration.Venue;
        if (configuration.Data.Source == MarketSource.Live || configuration.Mode == PlatformMode.Live)
            return BinanceEndpoints.Live with { Rest = new Uri(venue.LiveRest), Streams = new Uri(venue.LiveStreams) };
        return configuration.Mode == PlatformMode.Testnet
            ? BinanceEndpoints.Testnet with { Rest = new Uri(venue.TestnetRest), Streams = new Uri(venue.TestnetStreams) }
            : BinanceEndpoints.Mock($"{addresses.Host}:{addresses.VenuePort}");
    }
}
