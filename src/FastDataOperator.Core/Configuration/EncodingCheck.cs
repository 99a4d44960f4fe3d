using System.Buffers;
using System.Text;
using System.Text.Unicode;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>What can be said of a file before it is parsed: its size, its encoding, and whether it is the file at all (F3).</summary>
internal static class EncodingCheck
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <returns>Where the text starts: behind a byte-order mark, which is accepted and kept.</returns>
    /// <exception cref="RefusalException">The file cannot be text in UTF-8, or is too large.</exception>
    public static int TextStart(ConfigurationFile file, ReadLimits limits)
    {
        var bytes = file.Bytes.Span;
        if (bytes.Length > limits.MaxBytes)
        {
            throw Refuse(file, Reason.TooLarge, 0, $"the file has {bytes.Length} bytes, more than the limit of {limits.MaxBytes}", null);
        }

        var start = bytes.StartsWith(Utf8Mark) ? Utf8Mark.Length : 0;
        if (bytes.StartsWith("version https://git-lfs.github.com/spec/"u8))
        {
            throw Refuse(file, Reason.GitLfsPointer, 0, "the file is a Git LFS pointer, not the configuration itself",
                "keep the configuration in Git without LFS: git lfs migrate export --include=" + Path.GetFileName(file.Name));
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || (bytes.Length > 1 && (bytes[0] == 0 || bytes[1] == 0)))
        {
            throw Refuse(file, Reason.InvalidEncoding, 0, "the file is UTF-16", "save it as UTF-8");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw Refuse(file, Reason.InvalidEncoding, FirstInvalid(bytes), "the file is not valid UTF-8 there", "save it as UTF-8");
        }

        if (bytes[start..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw Refuse(file, Reason.NotAConfiguration, 0, "the file is empty",
                "remove it to have it created anew, or restore it from the last version that the Console saved");
        }

        return start;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private static RefusalException Refuse(ConfigurationFile file, Reason reason, int offset, string message, string? remedy) => new(new Finding
    {
        Reason = reason, Rule = "F3", Message = message, Remedy = remedy, Location = TextPosition.Of(file, offset),
    });
}
