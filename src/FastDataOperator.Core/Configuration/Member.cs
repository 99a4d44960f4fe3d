namespace FastDataOperator.Core.Configuration;

/// <summary>Where one member of an object lies: offsets into the file, name with its quotes, ends exclusive.</summary>
/// <param name="NameStart">Of the opening quote.</param>
/// <param name="NameEnd">Behind the closing quote.</param>
/// <param name="ValueStart">Of the value's first byte.</param>
/// <param name="ValueEnd">Behind the value's last byte.</param>
/// <param name="MarkStart">Of the name of the member <c>importedFrom</c> directly inside the value; 0 where there is none.</param>
internal readonly record struct Member(int NameStart, int NameEnd, int ValueStart, int ValueEnd, int MarkStart)
{
    public bool IsReference => MarkStart != 0;
}
