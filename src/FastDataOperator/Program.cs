using FastDataOperator.Cli;
using FastDataOperator.Cli.Kubectl;
using FastDataOperator.Secrets;

namespace FastDataOperator;

internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        ProcessMemory.Protect();
        return CommandLine.RunAsync(ProgramName.Read(), arguments, TimeProvider.System);
    }
}
