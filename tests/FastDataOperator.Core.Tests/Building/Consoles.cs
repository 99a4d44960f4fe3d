using System.Text;
using FastDataOperator.Core.Configuration;

namespace FastDataOperator.Core.Tests.Building;

/// <summary>Console configurations of destinations.</summary>
internal static class Consoles
{
    public static ConsoleConfiguration WithGenerator { get; } = Read("""{"services": {"svtg": {"sourceComponentId": "single-view-trigger-generator"}}}""");

    public static ConsoleConfiguration WithoutGenerator { get; } = Read("""{"services": {"api-gateway": {}}, "collections": {}}""");

    public static ConsoleConfiguration Read(string text) =>
        Assert.IsType<ConsoleRead.Success>(ConsoleConfiguration.Read(new ConfigurationFile("api-console-config.json", Encoding.UTF8.GetBytes(text)))).Console;
}
