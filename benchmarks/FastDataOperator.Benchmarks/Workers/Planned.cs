using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Provenance;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>From files to a plan, where anything but a plan is a failed run.</summary>
internal static class Planned
{
    public static ImportPlan Import(
        ImportRequest request, ConfigurationFile source, SourceOrigin origin, ConfigurationFile destination, ConfigurationFile console) =>
        ImportPlanner.Plan(
            request,
            new SourceProject { Configuration = Read(source), Origin = origin },
            new DestinationProject { Configuration = Read(destination), Console = ReadConsole(console) }) switch
        {
            PlanResult.Planned planned => planned.Plan,
            PlanResult.Refused refused => throw new RunFailedException(string.Join("; ", refused.Problems)),
            _ => throw new RunFailedException("no plan"),
        };

    private static ProjectConfiguration Read(ConfigurationFile file) => ProjectConfiguration.Read(file) switch
    {
        ConfigurationRead.Success success => success.Configuration,
        ConfigurationRead.Refused refused => throw new RunFailedException(refused.Finding.ToString()),
        _ => throw new RunFailedException("not read"),
    };

    private static ConsoleConfiguration ReadConsole(ConfigurationFile file) => ConsoleConfiguration.Read(file) switch
    {
        ConsoleRead.Success success => success.Console,
        ConsoleRead.Refused refused => throw new RunFailedException(refused.Finding.ToString()),
        _ => throw new RunFailedException("not read"),
    };
}
