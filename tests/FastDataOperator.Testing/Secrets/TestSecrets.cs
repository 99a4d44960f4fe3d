using System.Text;

namespace FastDataOperator.Testing.Secrets;

/// <summary>The secrets that tests use, so that <c>./test</c> finds them wherever they come to light. Each begins with <see cref="Canary"/>, or is made
/// known to <see cref="Register"/>.</summary>
public static class TestSecrets
{
    /// <summary>In every secret: letters and digits only, so that JSON, URLs, HTML and shells write it as it is, and base64 in one of three ways.</summary>
    public const string Canary = "k7VqCanary3xW";

    /// <summary>Shorter ones would be found where they are not.</summary>
    private const int Shortest = 8;

    /// <summary>The last line of a key may be nearly nothing.</summary>
    private const int ShortestLine = 16;

    /// <summary>Makes a secret known that cannot begin with the canary: a key that a program made, or a password that it tests the form of.</summary>
    /// <param name="secret">Of several lines, each of 16 characters or more counts.</param>
    /// <returns>The same.</returns>
    public static string Register(string secret)
    {
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal))
            {
                Evidence.Expect(line);
            }
        }

        return secret;
    }

    /// <summary>How a secret may be written: as it is, percent-encoded, in hexadecimal, and in base64 whatever stands before it, as in <c>user:password</c>.</summary>
    public static IReadOnlyList<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return [.. new[] { secret, Uri.EscapeDataString(secret), Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes), Base64(bytes, 0), Base64(bytes, 1), Base64(bytes, 2) }
            .SelectMany(static form => new[] { form, form.Replace('+', '-').Replace('/', '_') })
            .Where(static form => form.Length >= Shortest)
            .Distinct()];
    }

    /// <summary>The digits that are the same whatever the bytes around are.</summary>
    private static string Base64(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = (before * 8 + 5) / 6;
        var last = (before + bytes.Length) * 8 / 6;
        return text[first..last];
    }
}
