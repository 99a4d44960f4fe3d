using FastDataOperator.Cli;
using FastDataOperator.Cli.Kubectl;

namespace FastDataOperator;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(ProgramName.Read(), arguments, TimeProvider.System);
}
