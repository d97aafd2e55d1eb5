/*
 * Opens the desk again when setup has ended: reopen.exe, beside the folder `program` that setup replaces.
 *
 * Started by a desk that closes for setup (batola_desk/updates/machine.py) and by the launcher of one that somebody
 * opens meanwhile (launcher.c): as the person at the desk and in his session, where setup itself, which may be SYSTEM,
 * cannot open a window. Until then a small notice says why there is no desk.
 */
#include <windows.h>
#include <wchar.h>

#define PATH_CHARS 32768
#define STEP_MS 250
#define BEGIN_STEPS (60000 / STEP_MS)   /* LIMIT: setup begins a second after the desk has closed, or never */
#define END_STEPS (2700000 / STEP_MS)   /* LIMIT: three times the slowest setup that was seen */
#define CLOSED_STEPS (15000 / STEP_MS)  /* LIMIT: the line ends a moment after the window */

/* A mutex of somebody else's: with too few rights to open it we still learn that it is there. */
static int is_there(const wchar_t *name)
{
    HANDLE mutex = OpenMutexW(SYNCHRONIZE, FALSE, name);

    if (!mutex)
        return GetLastError() == ERROR_ACCESS_DENIED;
    CloseHandle(mutex);
    return 1;
}

/* An empty line above and below: a static control centres from side to side only. */
static const wchar_t *notice_words(void)
{
    if (PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_ENGLISH)
        return L"\nBatola Desk is being updated.\nThe desk opens again by itself.\n ";
    return L"\nBatola Desk sedang diperbarui.\nMeja terbuka lagi sendiri.\n ";
}

static void show_notice(void)
{
    NONCLIENTMETRICSW metrics = { .cbSize = sizeof metrics };
    const wchar_t *words = notice_words();
    RECT box = { 0, 0, 0, 0 };
    HDC screen = GetDC(NULL);
    HFONT font = NULL;
    HWND window;

    if (SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0)) {
        metrics.lfMessageFont.lfHeight = metrics.lfMessageFont.lfHeight * 3 / 2; /* read from a chair's distance */
        font = CreateFontIndirectW(&metrics.lfMessageFont);
    }
    if (font)
        SelectObject(screen, font);
    DrawTextW(screen, words, -1, &box, DT_CALCRECT);
    ReleaseDC(NULL, screen);
    box.right += box.bottom; /* as much at the sides together as the words are high */
    window = CreateWindowExW(WS_EX_TOPMOST | WS_EX_TOOLWINDOW, L"STATIC", words, WS_POPUP | WS_BORDER | SS_CENTER,
        (GetSystemMetrics(SM_CXSCREEN) - box.right) / 2, (GetSystemMetrics(SM_CYSCREEN) - box.bottom) / 2, box.right,
        box.bottom, NULL, NULL, GetModuleHandleW(NULL), NULL);
    if (!window)
        return; /* no screen: there is nobody to tell */
    if (font)
        SendMessageW(window, WM_SETFONT, (WPARAM)font, TRUE);
    ShowWindow(window, SW_SHOWNOACTIVATE);
}

static void rest(void)
{
    MSG message;

    MsgWaitForMultipleObjects(0, NULL, FALSE, STEP_MS, QS_ALLINPUT);
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
    Sleep(STEP_MS / 10); /* a busy queue must not make us spin */
}

/* Wait until a mutex is there, or is gone; returns whether it came about in time. */
static int wait_for(const wchar_t *name, int wanted, int steps)
{
    while (is_there(name) != wanted && steps-- > 0)
        rest();
    return is_there(name) == wanted;
}

static int open_desk(void)
{
    static wchar_t folder[PATH_CHARS + 64], program[PATH_CHARS + 64];
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION made;
    DWORD length = GetModuleFileNameW(NULL, folder, PATH_CHARS);

    while (length && folder[length - 1] != L'\\')
        length--;
    folder[length] = 0;
    wcscat(wcscpy(program, folder), L"program\\batola-desk.exe");
    if (!CreateProcessW(program, NULL, NULL, NULL, FALSE, 0, NULL, folder, &start, &made)) {
        MessageBoxW(NULL, L"Batola Desk tidak dapat dibuka. Hubungi TI.\n\nBatola Desk cannot be opened. Call IT.",
            L"Batola Desk", MB_ICONERROR | MB_OK);
        return 1;
    }
    CloseHandle(made.hThread);
    CloseHandle(made.hProcess);
    return 0;
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    HANDLE one = CreateMutexW(NULL, FALSE, L"Local\\BatolaDesk.Reopen");

    (void)self, (void)before, (void)line, (void)show;
    if (!one || GetLastError() == ERROR_ALREADY_EXISTS)
        return 0; /* another one waits already */
    show_notice();
    wait_for(L"Global\\BatolaDesk.Setup", 1, BEGIN_STEPS);
    if (!wait_for(L"Global\\BatolaDesk.Setup", 0, END_STEPS))
        return 1;
    if (!wait_for(L"Global\\BatolaDesk.Running", 0, CLOSED_STEPS))
        return 0; /* somebody was faster */
    return open_desk();
}
