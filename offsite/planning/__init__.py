"""From this year's feedback to next year's event: verdicts, a mix of minutes, reasons."""
