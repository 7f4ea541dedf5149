using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Platform.Exchanges.Tests")]
