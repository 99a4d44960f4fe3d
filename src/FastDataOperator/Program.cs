using FastDataOperator.Cli;

namespace FastDataOperator;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(arguments, TimeProvider.System);
}
