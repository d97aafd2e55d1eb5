/*
 * FOR TESTS ONLY, never shipped: what Windows 10 has and Wine 8 lacks.
 *
 *   icuuc.dll             the converters that Qt6Core imports; every one says "not supported"
 *   bcryptprimitives.dll  ProcessPrng
 */
#include <windows.h>

#define U_UNSUPPORTED_ERROR 16

#ifdef ICU
#define SAYS_ZERO(name) __declspec(dllexport) int name(void) { return 0; }
__declspec(dllexport) void *ucnv_open(const char *name, int *error)
{
    (void)name;
    if (error)
        *error = U_UNSUPPORTED_ERROR;
    return NULL;
}
SAYS_ZERO(ucnv_close)
SAYS_ZERO(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
SAYS_ZERO(UCNV_TO_U_CALLBACK_SUBSTITUTE)
SAYS_ZERO(ucnv_reset)
SAYS_ZERO(ucnv_getMaxCharSize)
SAYS_ZERO(ucnv_getName)
SAYS_ZERO(ucnv_getToUCallBack)
SAYS_ZERO(ucnv_getFromUCallBack)
SAYS_ZERO(ucnv_setToUCallBack)
SAYS_ZERO(ucnv_setFromUCallBack)
SAYS_ZERO(ucnv_cbToUWriteUChars)
SAYS_ZERO(ucnv_cbFromUWriteUChars)
SAYS_ZERO(ucnv_toUnicode)
SAYS_ZERO(ucnv_fromUnicode)
SAYS_ZERO(ucnv_toUCountPending)
SAYS_ZERO(ucnv_fromUCountPending)
SAYS_ZERO(ucnv_getStandardName)
SAYS_ZERO(ucnv_getAvailableName)
SAYS_ZERO(ucnv_countAvailable)
#else
BOOLEAN WINAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    return SystemFunction036(bytes, (ULONG)count);
}
#endif
