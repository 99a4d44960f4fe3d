using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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

    /// <summary>Characters of one process. One that has more to keep says so, and <c>./test</c> fails.</summary>
    private const long Most = 1L << 28;

    private static readonly Lock s_lock = new();
    private static readonly string? s_folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
    private static readonly Lazy<StreamWriter> s_evidence = new(static () => Open("evidence"));
    private static readonly Lazy<StreamWriter> s_secrets = new(static () => Open("secrets"));
    private static readonly HashSet<string> s_expected = new(StringComparer.Ordinal);

    /// <summary>Digests of the lines that are kept: metrics and objects say the same many times.</summary>
    private static readonly HashSet<Int128> s_kept = [];

    private static Func<string?> s_test = static () => null;
    private static long s_length;

    public static bool IsKept => s_folder is not null;

    /// <param name="test">Names the test that runs, as far as one can tell: it stands with what is kept.</param>
    public static void Begin(Func<string?> test)
    {
        s_test = test;
        if (IsKept)
        {
            InProcessEvidence.Begin();
        }
    }

    /// <param name="source">Where it came from, one word: <c>./test</c> checks that each gave something.</param>
    /// <param name="text">Any number of lines.</param>
    public static void Keep(string source, string? text)
    {
        if (s_folder is null || string.IsNullOrEmpty(text))
        {
            return;
        }

        var kept = text.Length > MostText ? text[..MostText] : text;
        var test = s_test() ?? "no test";
        lock (s_lock)
        {
            Expect(TestSecrets.Canary);
            foreach (var line in kept.Split('\n'))
            {
                if (s_kept.Add(Digest(source, line)))
                {
                    Write($"[{source}] {test}: {line}");
                }
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

    /// <summary>What lies in a folder where nothing of a secret may: each file's name and content.</summary>
    public static void KeepFiles(string source, string folder)
    {
        if (s_folder is null || !Directory.Exists(folder))
        {
            return;
        }

        Keep(source, "a folder to look into");
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 8 }))
        {
            try
            {
                using var stream = File.OpenRead(file);
                var content = new byte[Math.Min(stream.Length, MostText)];
                Keep(source, Path.GetRelativePath(folder, file));
                Keep(source, content.AsSpan(0, stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It went just now.
            }
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
            if (!s_expected.Add(secret))
            {
                return;
            }

            foreach (var form in TestSecrets.Forms(secret))
            {
                s_secrets.Value.WriteLine(form);
            }
        }
    }

    private static void Write(string line)
    {
        if (s_length > Most)
        {
            return;
        }

        s_length += line.Length;
        s_evidence.Value.WriteLine(s_length > Most ? "[full] there is more than is kept" : line);
    }

    private static Int128 Digest(string source, string line)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes($"{source} {line}".AsSpan()), digest);
        return MemoryMarshal.Read<Int128>(digest);
    }

    private static StreamWriter Open(string what)
    {
        using var self = Process.GetCurrentProcess();
        var name = string.Create(CultureInfo.InvariantCulture, $"{what}-{AppDomain.CurrentDomain.FriendlyName}-{self.Id}.txt");
        return new StreamWriter(Path.Combine(s_folder!, name), append: true) { AutoFlush = true };
    }
}
