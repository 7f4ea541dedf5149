using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Platform.Venues.Tests")]
