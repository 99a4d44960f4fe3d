using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary>Standard input, output and error, and what they are connected to. Results go to output, all else to error.</summary>
internal sealed class Terminal
{
    private const int WidthOfAPipe = 4_000;

    private readonly Lazy<IAnsiConsole> _output;
    private readonly Lazy<IAnsiConsole> _error;

    public Terminal()
    {
        _output = new(() => Create(Console.Out, Console.IsOutputRedirected));
        _error = new(() => Create(Console.Error, Console.IsErrorRedirected));
    }

    /// <summary>Whether a person can be asked.</summary>
    public static bool IsInteractive => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Text for a person or a program.</summary>
    public static TextWriter Out => Console.Out;

    public static TextWriter Error => Console.Error;

    /// <summary>For tables and trees; without colour, and as wide as its content, where it is no terminal.</summary>
    public IAnsiConsole Output => _output.Value;

    /// <summary>For progress and questions.</summary>
    public IAnsiConsole Questions => _error.Value;

    /// <summary>Output for bytes.</summary>
    public static Stream OpenOutput() => Console.OpenStandardOutput();

    public static Stream OpenInput() => Console.OpenStandardInput();

    /// <summary>Shows on error, if a person watches it, that something takes its time.</summary>
    public async Task<T> WaitAsync<T>(string what, Func<Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work();
        }

        return await Questions.Status().StartAsync(Markup.Escape(what), _ => work());
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var isPlain = isRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = WidthOfAPipe;
        }

        return console;
    }
}
