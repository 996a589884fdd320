using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests;

/// <summary>After the last test, the temporary PostgreSQL goes.</summary>
[SetUpFixture]
public sealed class Ending
{
    [OneTimeTearDown]
    public Task The_temporary_server_stops() => Databases.StopAsync();
}
