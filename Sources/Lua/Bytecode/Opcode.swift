/// The operations of the virtual machine of Lua 5.3.
///
/// - Source: Lua 5.3.6, `lopcodes.h`.
public enum Opcode: UInt8, Hashable, Sendable, CaseIterable {
    case move, loadConstant, loadConstantExtra, loadBoolean, loadNil
    case getUpvalue, getTableUpvalue, getTable
    case setTableUpvalue, setUpvalue, setTable
    case newTable, selfMethod
    case add, subtract, multiply, modulo, power, divide, integerDivide
    case bitAnd, bitOr, bitExclusiveOr, shiftLeft, shiftRight
    case negate, bitNot, not, length, concatenate
    case jump
    case equal, lessThan, lessOrEqual
    case test, testSet
    case call, tailCall, `return`
    case forLoop, forPrepare, genericForCall, genericForLoop
    case setList, closure, variadic, extraArgument
}
