using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastDataOperator.Testing.Secrets;

/// <summary>Keeps what tests saw come out of the product, for <c>./test</c> to look through for secrets: what processes print, what goes to servers
/// (other than as credentials), what is logged and stored. Nothing, unless the variable names a folder.</summary>
public static class Evidence
{
    /// <summary>The environment variable with the folder.</summary>
    public const string Variable = "FASTDATA_TEST_EVIDENCE";

    /// <summary>Characters of one text; what is longer is a file that was imported.</summary>
    private const int MostText = 1 << 20;

    private static readonly Lock s_lock = new();
    private static readonly string? s_folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
    private static readonly Lazy<StreamWriter> s_evidence = new(static () => Open("evidence"));
    private static readonly Lazy<StreamWriter> s_secrets = new(static () => Open("secrets"));

    public static bool IsKept => s_folder is not null;

    /// <param name="source">Where it came from, one word: <c>./test</c> checks that each gave something.</param>
    /// <param name="text">Any number of lines.</param>
    public static void Keep(string source, string? text)
    {
        if (s_folder is null || string.IsNullOrEmpty(text))
        {
            return;
        }

        var kept = text.Length > MostText ? text[..MostText] : text;
        lock (s_lock)
        {
            if (!s_secrets.IsValueCreated)
            {
                Expect(TestSecrets.Canary);
            }

            foreach (var line in kept.Split('\n'))
            {
                s_evidence.Value.WriteLine($"[{source}] {line}");
            }
        }
    }

    /// <summary>UTF-8, and bytes that are none as they come.</summary>
    public static void Keep(string source, ReadOnlySpan<byte> bytes)
    {
        if (s_folder is not null)
        {
            Keep(source, Encoding.UTF8.GetString(bytes));
        }
    }

    internal static void Expect(string secret)
    {
        if (s_folder is null)
        {
            return;
        }

        lock (s_lock)
        {
            foreach (var form in TestSecrets.Forms(secret))
            {
                s_secrets.Value.WriteLine(form);
            }
        }
    }

    private static StreamWriter Open(string what)
    {
        using var self = Process.GetCurrentProcess();
        var name = string.Create(CultureInfo.InvariantCulture, $"{what}-{AppDomain.CurrentDomain.FriendlyName}-{self.Id}.txt");
        return new StreamWriter(Path.Combine(s_folder!, name), append: true) { AutoFlush = true };
    }
}
