using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FastDataOperator.Testing.Secrets;

/// <summary>The secrets that tests use, so that <c>./test</c> finds them wherever they come to light. Each begins with <see cref="Canary"/>, or is made
/// known to <see cref="Register"/>.</summary>
public static partial class TestSecrets
{
    /// <summary>In every secret: letters and digits only, so that JSON, URLs, HTML and shells write it as it is, and base64 in one of three ways.</summary>
    public const string Canary = "k7VqCanary3xW";

    /// <summary>Shorter ones would be found where they are not.</summary>
    private const int Shortest = 8;

    /// <summary>The last line of a key may be nearly nothing.</summary>
    private const int ShortestLine = 16;

    /// <summary>Characters of a line that are looked for together, so that one that was cut off is found too.</summary>
    private const int Piece = 24;

    /// <summary>Lines of a long secret. Whatever is said of one is cut short somewhere, so its first lines count, and its last.</summary>
    private const int MostLines = 8;

    /// <summary>Makes a secret known that cannot begin with the canary: a key that a program made, or a password that it tests the form of.</summary>
    /// <param name="secret">Of several lines, such as a key in PEM form, those of 16 characters or more count; of very many, some.</param>
    /// <param name="known">What is no secret although it is in there: the lines of a public key.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">It is too short to be looked for.</exception>
    public static string Register(string secret, string known = "")
    {
        var shown = known.Split('\n', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        var lines = secret.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r')).ToArray();
        string[] counted = lines is [var only] ? [only] : [.. lines.Where(line => line.Length >= ShortestLine && !line.StartsWith("-----", StringComparison.Ordinal) && !shown.Contains(line))];
        string[] pieces = lines.Length == 1
            ? counted
            : [.. counted.Take(MostLines).Concat(counted.TakeLast(2)).SelectMany(static line => line.Chunk(Piece)).Where(static piece => piece.Length >= ShortestLine).Select(static piece => new string(piece)).Where(piece => !known.Contains(piece, StringComparison.Ordinal))];
        if (!pieces.Any(static piece => piece.Length >= Shortest))
        {
            throw new ArgumentException("The secret is too short to be looked for.");
        }

        foreach (var piece in pieces)
        {
            Evidence.Expect(piece);
        }

        return secret;
    }

    /// <summary>Makes a private SSH key known. The public key is in it, bytes for bytes, and in every signature.</summary>
    /// <param name="key">As <c>ssh-keygen</c> writes it.</param>
    /// <param name="publicKey">The line of its public half.</param>
    /// <returns>The private key.</returns>
    public static string RegisterSshKey(string key, string publicKey)
    {
        var blob = Convert.FromBase64String(publicKey.Split(' ')[1]);
        byte[] length = [(byte)(blob.Length >> 24), (byte)(blob.Length >> 16), (byte)(blob.Length >> 8), (byte)blob.Length];

        // Between zeros, as lengths begin.
        byte[] whole = [.. length, .. blob, 0, 0, 0];
        return Register(key, string.Join('\n', Enumerable.Range(0, 3).Select(shift => Base64(whole, shift))));
    }

    /// <summary>How a secret may be written: as it is, as JSON and HTML escape it, percent-encoded, in hexadecimal, and in base64 whatever stands before it, as in <c>user:password</c>.</summary>
    public static IReadOnlyList<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var percent = Uri.EscapeDataString(secret);
        var json = JsonEncodedText.Encode(secret).ToString();
        string[] escaped =
        [
            secret, percent, UpperPercent().Replace(percent, static match => match.Value.ToLowerInvariant()), WebUtility.HtmlEncode(secret),
            json, json.Replace("/", "\\/", StringComparison.Ordinal), UpperUnicode().Replace(json, static match => match.Value.ToLowerInvariant()),
        ];
        return [.. escaped.Concat([Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes), Base64(bytes, 0), Base64(bytes, 1), Base64(bytes, 2)])
            .SelectMany(static form => new[] { form, form.Replace('+', '-').Replace('/', '_') })
            .Where(static form => form.Length >= Shortest)
            .Distinct()];
    }

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex UpperPercent();

    [GeneratedRegex(@"\\u[0-9A-F]{4}")]
    private static partial Regex UpperUnicode();

    /// <summary>The digits that are the same whatever the bytes around are.</summary>
    private static string Base64(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = (before * 8 + 5) / 6;
        var last = (before + bytes.Length) * 8 / 6;
        return text[first..last];
    }
}
