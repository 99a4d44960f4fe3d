namespace FastDataOperator.Git;

/// <summary>Which of the three texts of a <see cref="RemoteTrust"/>.</summary>
public enum TrustPart
{
    Authorities,
    Certificate,
    Key,
}
