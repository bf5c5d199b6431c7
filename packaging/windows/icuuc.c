/* What wine 8 lacks and real Windows 10 has: a stand-in for wine's own folder, never packed (packaging/check.py).
   Qt's converters through ICU: every one "is not available", so that Qt uses its own. */
#define U_UNSUPPORTED_ERROR 16
#define EXPORT __declspec(dllexport)
typedef int UErrorCode;
EXPORT void *ucnv_open(const char *name, UErrorCode *error) { (void)name; if (error) *error = U_UNSUPPORTED_ERROR; return 0; }
#define NOTHING(name) EXPORT void *name(void) { return 0; }
NOTHING(ucnv_close) NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE) NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE) NOTHING(ucnv_reset)
NOTHING(ucnv_getMaxCharSize) NOTHING(ucnv_getName) NOTHING(ucnv_getToUCallBack) NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack) NOTHING(ucnv_setFromUCallBack) NOTHING(ucnv_cbToUWriteUChars) NOTHING(ucnv_toUnicode)
NOTHING(ucnv_cbFromUWriteUChars) NOTHING(ucnv_toUCountPending) NOTHING(ucnv_fromUCountPending) NOTHING(ucnv_getStandardName)
NOTHING(ucnv_getAvailableName) NOTHING(ucnv_countAvailable) NOTHING(ucnv_fromUnicode)
