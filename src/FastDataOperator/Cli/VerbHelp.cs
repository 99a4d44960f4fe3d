using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FastDataOperator.Cli;

/// <summary>A verb's <c>--help</c>: the usual page, then exit codes and examples, which the list of verbs leaves out.</summary>
internal sealed class VerbHelp(CommandLineAction page, string more) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a verb a help page that ends in <paramref name="more"/>.</summary>
    public static void Extend(Command command, string more)
    {
        var option = new HelpOption();
        option.Action = new VerbHelp(option.Action!, more);
        command.Options.Add(option);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = page is SynchronousCommandLineAction action ? action.Invoke(parseResult) : ExitCode.Success;
        parseResult.InvocationConfiguration.Output.WriteLine(more);
        return code;
    }
}
