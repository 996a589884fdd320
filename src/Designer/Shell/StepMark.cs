namespace TthcFlow.Designer.Shell;

/// <summary>What a flow chart points out about a step.</summary>
public enum StepMark
{
    Done, // đã làm
    Current, // đang làm
    Fault, // có lỗi cần xem
}
